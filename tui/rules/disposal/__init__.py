"""Here may live what a disposal (组织处置) is: procedures as data, the engine that walks them,
the rules of a vote, time limits, what two documents say differently, and the words and figures of it all.
"""
