"""Here may live what a disposal (组织处置) is: procedures as data, the engine that walks them, the rules of a vote."""
