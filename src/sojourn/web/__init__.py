"""The local site: pages and a JSON API over one record, rendered on this machine, without script and without any request elsewhere."""
