"""Renderings that leave the terminal: pages; later reports and data packages."""
