"""Measures of the figures that ICE prints in its detention statistics, and the averages behind them."""
