"""What narrows work down."""
