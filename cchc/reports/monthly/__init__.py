"""The report on administrative reform of a month, quarter, half year, nine months or year.

In: the rows that the queries answered, as plain values (`given.MonthlyReport`). Out: the parts of
an administrative document. Nothing here asks a store, and nothing computes a score or a rank: the
rows' figures are written in the words of `cchc.wording`, as on the pages.
"""
