"""Where higher apps hand things down to this one, in their `AppConfig.ready`; it never imports them."""
