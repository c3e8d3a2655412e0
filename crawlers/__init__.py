"""The Scrapy project: public sources in, captures and documents in the archive out."""
