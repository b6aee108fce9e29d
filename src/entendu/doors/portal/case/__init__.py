"""The page of one case, for its customer: one small file a section, each `section(ticket, contact, now)`, which says
what there is to show or None. `page.SECTIONS` is their order; a new one is added there with its template."""
