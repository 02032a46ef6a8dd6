"""Models made visible: tables, graphs, curves."""
