"""Rules of care: whether it is solved, civility, who had better be called, ups and downs, and how somebody writes."""
