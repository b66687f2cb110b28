//! The table, its filters and the files.

use latchboard_client::Verdict;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;

use super::export::{cell, json};
use super::table::Action;
use super::{ActivityPage, Effect, Filter, Format, Row, Since, rows};
use crate::journal::{Entry, Journal, Target};
use crate::{Model, Timestamp};

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
    let (page, shown) = step(&page, Action::TargetEdited("hunter2".into()));
    assert_eq!((shown, page.page), (Vec::new(), 0));
    let (page, shown) = step(&page, Action::EndingChosen("refused".into()));
    assert_eq!(shown, ["outcome=refused"]);
    let (page, shown) = step(&page, Action::SinceChosen(Since::Day));
    assert_eq!(shown, ["outcome=refused&since=day"]);
    let (page, shown) = step(&page, Action::LogChosen(Some(super::Source::Server)));
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
        "time,log,number,actor,action,target,outcome,code,status,count,attempt,request\r\n\
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
fn no_cell_is_a_formula() {
    for (value, written) in [
        ("plain", "plain"),
        ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
        ("+1", "\"'+1\""),
        ("-1", "\"'-1\""),
        ("@x", "\"'@x\""),
        ("\t=1", "\"'\t=1\""),
        ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""),
    ] {
        assert_eq!(cell(value), written, "{value}");
    }
    assert_eq!(json("a\"\\\n"), "\"a\\\"\\\\\\u000a\"");
}
