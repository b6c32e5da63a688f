"""Tables that are made from the register as it is, for people to work with and to hand in."""
