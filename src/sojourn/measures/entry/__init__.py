"""What was recorded at the ports: CBP One appointments, encounters, official totals, and what waits they allow."""
