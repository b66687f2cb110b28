//! Points in time as people and programs read them: ISO 8601, in UTC. By hand: a library's calendar would be loaded by
//! every page for these few lines.

const DAY: i64 = 24 * 60 * 60;

/// `seconds` since 1970, such as `2026-11-21T19:00:00Z`.
#[must_use]
pub fn utc(seconds: i64) -> String {
    format!("{}Z", to_the_second(seconds))
}

/// `milliseconds` since 1970, such as `2026-11-21T19:00:00.000Z`.
#[must_use]
pub fn utc_milliseconds(milliseconds: i64) -> String {
    let (seconds, rest) = (milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000));
    format!("{}.{rest:03}Z", to_the_second(seconds))
}

fn to_the_second(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Year, month and day in the Gregorian calendar, from days since 1970. Counts years from March on,
/// so that the day that some years have more is their last, and in eras of 400 years, which are all
/// equally long.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (400 * era + year_of_era + (month <= 2) as i64, month, day)
}

/// The last second of a day in UTC, of a day such as `2026-11-21`; `None` for what is no day.
#[must_use]
pub fn end_of_day(day: &str) -> Option<i64> {
    let mut parts =
        day.splitn(3, '-').map(|part| part.parse::<i64>().ok().filter(|_| !part.starts_with('+')));
    let (year, month, day_of_month) = (parts.next()??, parts.next()??, parts.next()??);
    // Counted as in `civil`.
    let year_from_march = year - i64::from(month <= 2);
    let (era, year_of_era) = (year_from_march.div_euclid(400), year_from_march.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    let days =
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    let end = days * DAY + DAY - 1;
    // Days that no month has come out as others.
    (0..=9999).contains(&year).then_some(end).filter(|end| utc(*end).starts_with(day))
}

#[cfg(test)]
mod tests {
    use super::{end_of_day, utc};

    #[test]
    fn a_day_ends_before_the_next_one() {
        for seconds in (0..800).map(|month| month * 30 * 24 * 3600 + 7) {
            let text = utc(seconds);
            let (day, _) = text.split_once('T').expect("a time");
            let end = end_of_day(day).expect("a day");
            assert_eq!((utc(end), utc(end + 1).starts_with(day)), (format!("{day}T23:59:59Z"), false));
        }
        assert!(end_of_day("2028-02-29").is_some(), "a year that is longer");
        for text in [
            "",
            "2026",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "today",
            "2026-11-21T",
            "+026-11-21",
        ] {
            assert_eq!(end_of_day(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_those_that_date_prints() {
        // `date -u -d @… +%FT%TZ`
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (1_795_287_600, "2026-11-21T19:00:00Z"),
        ] {
            assert_eq!(utc(seconds), text);
        }
    }
}
