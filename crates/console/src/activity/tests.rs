//! The table, its filters and the files.

use latchboard_client::Verdict;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use super::table::Action;
use super::{
    ActivityPage, Chart, Effect, Ending, Filter, Format, Row, Since, Source, Unit, both, joined, newest, rows,
};
use crate::journal::{Entry, Journal, Target};
use crate::{Model, OutcomeKind, Timestamp};

const HOUR: u64 = 3_600_000;

fn journal() -> Journal {
    let mut journal = Journal::default();
    let service = Target::Service(Service::LocationHistory);
    journal.report(Entry::of(EndpointId::Register, service, &Verdict::Done(()), Timestamp(HOUR)));
    let refused = Problem { status: Some(400), ..Problem::local(EndpointId::Deactivate, Code::NoAccess) };
    for (number, verdict) in [(43, Verdict::Done(())), (44, Verdict::Refused(refused))] {
        let target = Target::ApiSecret(Identifier::parse(&number.to_string()).unwrap());
        journal.report(Entry::of(EndpointId::Deactivate, target, &verdict, Timestamp(number * HOUR)));
    }
    journal
}

fn found(filter: &Filter) -> Vec<u64> {
    rows(&journal(), filter, Timestamp(44 * HOUR)).map(|row| row.number).collect()
}

#[test]
fn the_newest_come_first_and_every_filter_narrows() {
    assert_eq!(found(&Filter::default()), [3, 2, 1]);
    let with = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        found(&filter)
    };
    assert_eq!(with(|filter| filter.action = "deactivate".into()), [3, 2]);
    assert_eq!(with(|filter| filter.ending = "refused".into()), [3]);
    assert_eq!(with(|filter| filter.target = " API-secret: ".into()), [3, 2]);
    assert_eq!(with(|filter| filter.target = " API-secret:44 ".into()), [3]);
    assert_eq!(with(|filter| filter.target = "api-secret:4".into()), [0_u64; 0], "a whole one is no part");
    assert_eq!(with(|filter| filter.since = Since::Hour), [3, 2]);
    assert_eq!(with(|filter| filter.since = Since::Week), [3, 2, 1]);
    assert_eq!(with(|filter| filter.action = "no-such-thing".into()), [0_u64; 0]);
}

fn step(page: &ActivityPage, action: Action) -> (ActivityPage, Vec<String>) {
    let (page, effects) = page.after(action).expect("a change");
    let shown = effects.into_iter().map(|effect| {
        let Effect::Show(query) = effect else { panic!("nobody is signed in") };
        query
    });
    (page, shown.collect())
}

#[test]
fn what_is_typed_stands_in_no_address() {
    let page = ActivityPage { page: 2, ..ActivityPage::default() };
    let (page, shown) = step(&page, Action::TargetEdited("hunter2".into(), None));
    assert_eq!((shown, page.page), (Vec::new(), 0));
    let (page, shown) = step(&page, Action::EndingChosen("refused".into()));
    assert_eq!(shown, ["outcome=refused"]);
    let (page, shown) = step(&page, Action::SinceChosen(Since::Day));
    assert_eq!(shown, ["outcome=refused&since=day"]);
    let (page, shown) = step(&page, Action::LogChosen(Some(Source::Server)));
    assert_eq!(shown, ["log=server&outcome=refused&since=day"]);
    assert_eq!(Filter { target: String::new(), ..page.filter.clone() }, {
        Filter::from_query(&page.filter.to_query())
    });
    assert!(page.after(Action::Addressed("log=server&outcome=refused&since=day".into())).is_none());
    let (page, _) = step(&page, Action::Addressed("action=register".into()));
    assert_eq!((&*page.filter.target, &*page.filter.action), ("hunter2", "register"));
    let (page, shown) = step(&page, Action::FilterCleared);
    assert_eq!((page.filter, shown), (Filter::default(), vec![String::new()]));
}

#[test]
fn nonsense_in_the_address_is_not_taken_over() {
    assert_eq!(Filter::from_query("action=%3Cb%3E&since=ever&x=1&outcome&log=moon"), Filter::default());
}

#[test]
fn files_say_the_same_in_both_formats() {
    let all = || rows(&journal(), &Filter::default(), Timestamp(0)).collect::<Vec<Row>>().into_iter();
    assert_eq!(
        Format::Csv.write(all()),
        "\u{feff}time,log,number,actor,action,target,outcome,code,status,count,attempt,request\r\n\
         1970-01-02T20:00:00.000Z,browser,3,,deactivate,api-secret:44,refused,no_access,400,1,,\r\n\
         1970-01-02T19:00:00.000Z,browser,2,,deactivate,api-secret:43,done,,,1,,\r\n\
         1970-01-01T01:00:00.000Z,browser,1,,register,location-history,done,,,1,,\r\n"
    );
    let lines = Format::JsonLines.write(all());
    assert_eq!(
        lines.lines().next(),
        Some(
            "{\"time\":\"1970-01-02T20:00:00.000Z\",\"log\":\"browser\",\"number\":\"3\",\
             \"action\":\"deactivate\",\"target\":\"api-secret:44\",\"outcome\":\"refused\",\
             \"code\":\"no_access\",\"status\":\"400\",\"count\":\"1\"}"
        )
    );
    assert_eq!(lines.lines().count(), 3);
}

#[test]
fn an_attempt_goes_with_its_end() {
    let row = |number, ending, attempt| Row {
        source: Source::Server,
        ending,
        attempt,
        ..rows(&journal(), &Filter::default(), Timestamp(0)).next().map(|row| Row { number, ..row }).unwrap()
    };
    let done = Ending::Verdict(OutcomeKind::Done);
    let all = vec![
        row(4, Ending::Attempt, None),
        row(3, done, Some(2)),
        row(2, Ending::Attempt, None),
        row(1, done, None),
    ];
    let numbers = |rows: &[Row]| rows.iter().map(|row| row.number).collect::<Vec<_>>();
    assert_eq!(numbers(&joined(all.clone())), [4, 3, 1], "the fourth has no end yet");
    let attempts = Filter { ending: "attempt".into(), ..Filter::default() };
    assert_eq!(numbers(&both(&journal(), all, &attempts, Timestamp(0))), [4], "only the fourth is one still");
}

#[test]
fn what_both_logs_tell_of_is_one_row() {
    let here: Vec<_> = newest(&journal()).collect();
    let at_server = |row: &Row, at: u64, number| Row {
        source: Source::Server,
        at: Timestamp(at),
        number,
        is_noted_here: false,
        ..row.clone()
    };
    let shown = |server: Vec<Row>| {
        let mut rows = [here.clone(), server].concat();
        rows.sort_by_key(Row::order);
        joined(rows)
    };
    let [refused, done, register] = &*here else { panic!("three entries") };
    let rows = shown(vec![at_server(done, done.at.0 - 900, 7), at_server(register, register.at.0 + 900, 6)]);
    let sources: Vec<_> = rows.iter().map(|row| (row.source, row.number, row.is_noted_here)).collect();
    assert_eq!(sources, [(Source::Browser, 3, true), (Source::Server, 7, true), (Source::Server, 6, true)]);

    // Twice at the server, one of them from elsewhere, before and after; long before; another end; another target.
    let other = Row { target: "api-secret:99".into(), ..done.clone() };
    for (server, kept) in [
        (vec![at_server(done, done.at.0 - 1_000, 7), at_server(done, done.at.0 - 2_000, 6)], 4),
        (vec![at_server(done, done.at.0 + 5_000, 7), at_server(done, done.at.0 - 1_000, 6)], 4),
        (vec![at_server(done, done.at.0 + 5_000, 7)], 4),
        (vec![at_server(done, done.at.0 - 11_000, 7)], 4),
        (vec![at_server(&Row { ending: refused.ending, ..done.clone() }, done.at.0, 7)], 4),
        (vec![at_server(&other, done.at.0, 7)], 4),
    ] {
        let rows = shown(server);
        assert_eq!(rows.len(), kept, "{rows:?}");
    }
}

#[test]
fn the_chart_counts_by_local_days_and_by_hours_where_that_is_all() {
    let at = |hour: u64| Row { at: Timestamp(hour * HOUR), ..newest(&journal()).next().unwrap() };
    let bars = |hours: &[u64], now: u64, ahead: i64| {
        let chart =
            Chart::of(&hours.iter().map(|hour| at(*hour)).collect::<Vec<_>>(), Timestamp(now * HOUR), ahead)?;
        Some((
            chart.unit,
            chart.bars.iter().map(|bar| (bar.from.0 / HOUR, bar.well + bar.open)).collect::<Vec<_>>(),
        ))
    };
    assert_eq!(bars(&[], 9, 0), None);
    assert_eq!(bars(&[9, 9], 9, 0), None, "one bar says nothing");
    assert_eq!(bars(&[9, 7], 10, 0), Some((Unit::Hour, vec![(7, 1), (8, 0), (9, 1), (10, 0)])));
    assert_eq!(bars(&[71, 49, 47], 72, 0), Some((Unit::Day, vec![(24, 1), (48, 2), (72, 0)])));
    // Two hours ahead of UTC, the 47th hour is in the next day.
    let ahead = i64::try_from(2 * HOUR).unwrap();
    assert_eq!(bars(&[71, 49, 46], 72, ahead), Some((Unit::Day, vec![(46, 2), (70, 1)])));
    let long = Chart::of(&[at(9000), at(1)], Timestamp(9000 * HOUR), 0).unwrap();
    assert_eq!((long.bars.len(), long.most()), (30, 1), "older ones are left out");
    let refused = newest(&journal()).next().unwrap();
    let chart = Chart::of(std::slice::from_ref(&refused), Timestamp(refused.at.0 + HOUR), 0).unwrap();
    assert_eq!((chart.bars[0].well, chart.bars[0].open), (0, 1));
}
