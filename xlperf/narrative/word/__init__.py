"""The report as a Word file: layout by docxtpl, faults of templates by paragraph, repair, and its plain text."""
