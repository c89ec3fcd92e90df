"""Draws the shipped templates from the layout profile; none is drawn by hand (D2).

``python -m congvan.drafting.builder`` writes them into ``templates/dang``.
"""
