"""paicha: the checking of Party members' organisational relations, on one isolated machine.

Rooms, from the top of the house to its foundations (``docs/decisions.md`` 2 gives the allowed imports):
``cli``/``app`` put everything together; ``screens`` show; ``widgets`` draw; ``actions`` names every key;
``intake`` lets hostile files in; ``store`` keeps; ``crypto`` seals; ``rules`` decides what is right;
``text`` cleans and measures; ``faults`` says in Chinese what went wrong.
"""

__version__ = "0.1.0"
