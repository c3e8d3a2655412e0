"""Text in, extraction out: language, phones, prices, places, routes, handles."""
