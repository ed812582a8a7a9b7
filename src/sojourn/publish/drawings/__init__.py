"""Drawings of flights and groups: SVG without script or outside reference, each with its table; and GeoJSON."""
