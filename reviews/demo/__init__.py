"""The demo province: invented units, people and reviews, built by the application's own actions under an injected clock."""
