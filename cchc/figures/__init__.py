"""Figures: a DataFrame with its texts ready goes in, a Plotly figure comes out.

A figure knows no page, no store and no wording of its own: numbers come as numbers, what is read
comes as text columns. Each module holds one figure and says which columns it needs.
"""
