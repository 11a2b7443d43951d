"""The part of pendulum that the DAG uses, with the same results."""

import datetime as _datetime
from zoneinfo import ZoneInfo


class DateTime(_datetime.datetime):
    def in_timezone(self, tz):
        return self.astimezone(ZoneInfo(tz))

    def subtract(self, *, days):
        return self - _datetime.timedelta(days=days)

    def to_date_string(self):
        return self.strftime("%Y-%m-%d")


def datetime(year, month, day, hour=0, minute=0, *, tz):
    return DateTime(year, month, day, hour, minute, tzinfo=ZoneInfo(tz))


def instance(dt):
    return DateTime.combine(dt.date(), dt.time(), tzinfo=dt.tzinfo)
