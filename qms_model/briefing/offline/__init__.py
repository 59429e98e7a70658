"""The briefing as one HTML file that asks nothing of a network: figures that answer, tables that search.

Its texts are escaped by the template, its figures by those who draw them; and a policy in the
page lets only the two scripts run whose hashes it names.
"""

from qms_model.briefing.offline.page import page_html

__all__ = ["page_html"]
