"""Scrapy's settings for every crawl; what differs by source stands in its YAML file and is set by its spider."""

BOT_NAME = "waymark"
SPIDER_MODULES = ["crawlers.spiders"]

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Waymark"  # the name that a robots.txt addresses us by
COOKIES_ENABLED = False  # no session, no sign-in
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # on by default in 2.19: it runs Python sent to a port
AUTOTHROTTLE_ENABLED = False  # the source's own delay holds
DOWNLOAD_DELAY_JITTER = 0.0  # else half of it would do
DOWNLOAD_VERIFY_CERTIFICATES = True  # evidence from whoever answers would be none
TWISTED_DNS_RESOLVER = "crawlers.resolver.PublicResolver"
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"}

DOWNLOAD_TIMEOUT = 45
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 3
RETRY_PRIORITY_ADJUST = -1
DEPTH_LIMIT = 500
REDIRECT_MAX_TIMES = 5
REFERRER_POLICY = "same-origin"

DOWNLOADER_MIDDLEWARES = {
    "crawlers.bounds.Bounds": 50,
    "crawlers.robots.Robots": 540,  # after all tries
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawlers.patience.Patience": 550,
    "crawlers.resolver.Refusals": 560,  # before any further try
    # Nearest to the wire: sees the bytes as received, before they are decompressed, and every try.
    "crawlers.warc.Recorder": 995,
}
ITEM_PIPELINES = {"crawlers.harvest.Documents": 100}
EXTENSIONS = {"crawlers.harvest.Outcome": 100, "crawlers.lifeline.Lifeline": 100}

LOG_LEVEL = "INFO"  # at DEBUG Scrapy would log the ads themselves
LOG_FORMATTER = "crawlers.harvest.QuietFormatter"
HTTPCACHE_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
