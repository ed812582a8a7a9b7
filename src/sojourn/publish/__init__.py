"""Renderings of findings and other answers: text for a terminal, JSON documents, pages, drawings, data packages."""
