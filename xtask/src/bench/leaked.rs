//! What the search for leaked values is measured with: the values of a vault, a log as services write them, with some of the
//! values in it, and a scanner's report. The same every time.

use std::fmt::Write as _;

/// Xorshift (Marsaglia 2003).
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    #[expect(clippy::cast_possible_truncation, reason = "below a usize")]
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn word(&mut self, letters: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(letters[self.below(letters.len())])).collect()
    }
}

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8] = b"0123456789abcdef";
const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!$%&*+-/=?@^_~";

/// The value with that number: passwords, keys and tokens of every length from 8 to 64, and some longer ones.
pub(super) fn value(number: usize) -> String {
    let mut random = Random::new(number as u64 + 1_000_003);
    let length = match number % 16 {
        0 => 65 + random.below(200),
        1..=5 => [20, 32, 36, 40, 64][number % 16 - 1],
        _ => 8 + random.below(57),
    };
    match number % 3 {
        0 => random.word(ALPHANUMERIC, length),
        1 => random.word(HEX, length),
        _ => random.word(SIGNS, length),
    }
}

/// About so many bytes of a log, with each of `values` in it once, evenly spread, as it is written in JSON, in a URL, in Base64
/// and plainly.
pub(super) fn log(bytes: usize, values: &[String]) -> String {
    let mut random = Random::new(bytes as u64);
    let mut text = String::with_capacity(bytes + 1024);
    let mut lines = 0;
    let mut left = values.iter().enumerate();
    let every = bytes / (values.len() + 1);
    let mut next = every;
    while text.len() < bytes {
        if text.len() >= next
            && let Some((number, value)) = left.next()
        {
            with(&mut text, value, number);
            next += every;
        }
        line(&mut text, lines, &mut random);
        lines += 1;
    }
    text
}

/// A line that gives a value away.
fn with(text: &mut String, value: &str, number: usize) {
    let base64 =
        data_encoding::BASE64.encode(format!("{{\"user\":\"svc\",\"password\":{value:?}}}").as_bytes());
    let url: String =
        value
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
    // Writing to a text has no way to fail.
    let _ = match number % 4 {
        0 => writeln!(text, "2026-11-03T04:05:06Z ERROR login failed password={value} attempt=2"),
        1 => writeln!(
            text,
            "{{\"level\":\"debug\",\"body\":\"{{\\\"token\\\":{}}}\"}}",
            format!("{value:?}").replace('\\', "\\\\").replace('"', "\\\"")
        ),
        2 => writeln!(text, "GET /hook?key={url}&source=ci HTTP/1.1"),
        _ => writeln!(text, "    config: {base64}"),
    };
}

/// One line as services, proxies and pipelines write them; some of several.
fn line(text: &mut String, number: usize, random: &mut Random) {
    let (hour, minute, second) = (number / 36_000 % 24, number / 600 % 60, number / 10 % 60);
    let at = format!("2026-11-03T{hour:02}:{minute:02}:{second:02}.{:03}Z", random.below(1000));
    let id = |random: &mut Random| [8, 4, 4, 4, 12].map(|length| random.word(HEX, length)).join("-");
    let path = format!(
        "/v1/{}/{}",
        random.pick(&["orders", "users", "carts", "invoices", "sessions"]),
        random.below(1_000_000)
    );
    let (status, took) = (random.pick(&["200", "200", "200", "204", "304", "404", "500"]), random.below(900));
    let host = random.pick(&["api-7d9f4c", "web-5c6b8d", "worker-66fb7", "cron-84bd4"]);
    // Writing to a text has no way to fail.
    let _ = match random.below(20) {
        0..=4 => writeln!(
            text,
            "10.{}.{}.{} - - [03/Nov/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET {path}?page={}&q=blue%20shoes%2C+size+{} HTTP/1.1\" {status} {} \
             \"https://shop.example.com/search?ref=mail\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0\"",
            random.below(256),
            random.below(256),
            random.below(256),
            random.below(40),
            random.below(50),
            random.below(90_000)
        ),
        5..=11 => writeln!(
            text,
            "{{\"ts\":\"{at}\",\"level\":\"{}\",\"logger\":\"com.example.shop.{}\",\"host\":\"{host}-{}\",\"trace_id\":\"{}\",\"span_id\":\"{}\",\
             \"msg\":\"request done\",\"http\":{{\"method\":\"GET\",\"path\":\"{path}\",\"status\":{status},\"ms\":{took}}}}}",
            random.pick(&["info", "info", "info", "warn", "debug"]),
            random.pick(&["OrderController", "CartService", "PaymentGateway", "UserRepository"]),
            random.word(ALPHANUMERIC, 5).to_lowercase(),
            random.word(HEX, 32),
            random.word(HEX, 16)
        ),
        12..=13 => writeln!(
            text,
            "{{\"ts\":\"{at}\",\"level\":\"error\",\"body\":\"{{\\\"request_id\\\":\\\"{}\\\",\\\"items\\\":[{{\\\"sku\\\":\\\"{}\\\",\\\"qty\\\":{}}}],\
             \\\"note\\\":\\\"left at the neighbour\\u0027s\\\\nring twice\\\"}}\"}}",
            id(random),
            random.word(ALPHANUMERIC, 10),
            random.below(9)
        ),
        14 => {
            let body = format!(
                "{{\"id\":\"{}\",\"event\":\"order.paid\",\"amount\":{},\"customer\":\"{}\"}}",
                id(random),
                random.below(100_000),
                random.word(ALPHANUMERIC, 24)
            );
            writeln!(
                text,
                "{at} DEBUG {host} payload={}",
                data_encoding::BASE64.encode(body.repeat(1 + random.below(4)).as_bytes())
            )
        }
        15 => writeln!(
            text,
            "{at} INFO  {host} authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.{}.{}",
            data_encoding::BASE64URL_NOPAD.encode(
                format!("{{\"sub\":\"{}\",\"exp\":17{}}}", id(random), random.below(100_000_000)).as_bytes()
            ),
            random.word(ALPHANUMERIC, 171)
        ),
        16 => writeln!(
            text,
            "{at} ERROR {host} java.lang.IllegalStateException: cart {} is gone\n\tat com.example.shop.CartService.load(CartService.java:{})\n\
             \tat com.example.shop.OrderController.post(OrderController.java:{})\n\tat java.base/java.lang.Thread.run(Thread.java:1583)",
            random.below(100_000),
            random.below(900),
            random.below(900)
        ),
        17 => writeln!(
            text,
            "level=info ts={at} caller=poll.go:{} msg=\"pulled image\" digest=sha256:{} took={took}ms",
            random.below(400),
            random.word(HEX, 64)
        ),
        18 => writeln!(
            text,
            "Nov  3 {hour:02}:{minute:02}:{second:02} {host} kernel: [{}.{:06}] audit: type=1400 apparmor=\"ALLOWED\" pid={} comm=\"nginx\"",
            number,
            random.below(1_000_000),
            random.below(32_768)
        ),
        _ => writeln!(
            text,
            "{at} WARN  [{host}] <b>retry</b> {} of 5 &amp; waiting {took} ms for \"{path}\" (it's 'slow')",
            random.below(5)
        ),
    };
}

/// A report of gitleaks with so many findings, one in ten of which is one of `values`.
pub(super) fn report(findings: usize, values: &[String]) -> String {
    let mut random = Random::new(findings as u64);
    let finding = |number: usize| {
        let secret = match number.is_multiple_of(10) {
            true => values[number / 10 % values.len()].clone(),
            false => random.word(ALPHANUMERIC, 20 + number % 30),
        };
        format!(
            " {{\n  \"Description\": \"Generic API Key\",\n  \"StartLine\": {},\n  \"EndLine\": {},\n  \"StartColumn\": 12,\n  \"Match\": {:?},\n  \
             \"Secret\": {secret:?},\n  \"File\": \"services/{}/config/{}.yaml\",\n  \"Commit\": \"{}\",\n  \"Entropy\": 4.{},\n  \"Author\": \"dev\",\n  \
             \"Email\": \"dev@example.com\",\n  \"Date\": \"2026-10-0{}T08:00:00Z\",\n  \"Tags\": [],\n  \"RuleID\": \"generic-api-key\"\n }}",
            number % 400 + 1,
            number % 400 + 1,
            format!("api_key: {secret}"),
            number % 37,
            number % 91,
            random.word(HEX, 40),
            random.below(1000),
            number % 9 + 1
        )
    };
    format!("[\n{}\n]\n", (0..findings).map(finding).collect::<Vec<_>>().join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::{log, report, value};

    #[test]
    fn texts_are_as_long_as_asked_for_and_hold_every_value() {
        let values: Vec<String> = (0..40).map(value).collect();
        assert!(values.iter().all(|value| value.len() >= 8));
        let text = log(200_000, &values);
        assert!((200_000..202_000).contains(&text.len()));
        assert_eq!(text, log(200_000, &values));
        assert_eq!(text.matches("password=").count(), values.len() / 4);
        let report: serde_json::Value = serde_json::from_str(&report(100, &values)).unwrap();
        assert_eq!(report.as_array().map(Vec::len), Some(100));
    }
}
