"""What Apprise can reach (https://github.com/caronc/apprise): a hundred services, one way only."""
