"""Plotly figures: a frame in, a `Chart` (figure, alt text, table) out.

Only scatter traces on plain axes: plotly's geo and map traces fetch files from the network. Figures carry no title
(pages write headlines that say the finding) but name unit and year on the axis, and every text that came from data is
escaped. Show them with ``theme=None``, so that our template stays.
"""

from views.charts.base import Chart
from views.charts.dots import dot_plot
from views.charts.lines import trend_lines
from views.charts.profile import profile_plot
from views.charts.spark import spark_line
from views.charts.strip import strip_plot

__all__ = ["Chart", "dot_plot", "profile_plot", "spark_line", "strip_plot", "trend_lines"]
