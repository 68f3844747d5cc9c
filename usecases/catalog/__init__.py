"""The product service's activities: products with languages, families, templates and mixins."""
