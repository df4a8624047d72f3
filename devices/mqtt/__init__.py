"""The broker's side of devices: the only place that knows paho."""
