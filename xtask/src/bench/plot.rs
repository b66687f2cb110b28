//! A picture of numbers: lines over a common axis, both axes logarithmic, as SVG that stands by itself.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};

use crate::project;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = 50.0;
/// Told apart without colour vision, too; dashes help where there are more.
const COLOURS: [&str; 6] = ["#0b62a4", "#d9480f", "#2b8a3e", "#862e9c", "#5c4813", "#495057"];

/// A name and its points, with positive coordinates.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) points: Vec<(f64, f64)>,
}

/// Draws it beside the others.
pub(super) fn draw(name: &str, title: &str, x: &str, y: &str, lines: &[Line]) -> Result<()> {
    let directory = project::root().join("dist/bench");
    fs::create_dir_all(&directory)?;
    let file = directory.join(name);
    fs::write(&file, svg(title, x, y, lines))
        .with_context(|| format!("{} could not be written", file.display()))?;
    println!("drawn in {}", project::shown(&file));
    Ok(())
}

fn svg(title: &str, x: &str, y: &str, lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|line| line.points.iter().copied());
    let range = |of: fn((f64, f64)) -> f64| {
        let bounds = points().map(of).fold((f64::MAX, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        (bounds.0.log10(), bounds.1.log10())
    };
    let ((x_low, x_high), (y_low, y_high)) = (range(|point| point.0), range(|point| point.1));
    let (y_low, y_high) = (y_low.floor(), y_high.ceil());
    let across =
        |value: f64| LEFT + (value.log10() - x_low) / (x_high - x_low).max(1e-9) * (WIDTH - LEFT - RIGHT);
    let up = |value: f64| {
        HEIGHT - BOTTOM - (value.log10() - y_low) / (y_high - y_low).max(1e-9) * (HEIGHT - TOP - BOTTOM)
    };
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"15\">{title}</text>\n\
         <text x=\"{LEFT}\" y=\"{}\">{x}</text>\n<text x=\"8\" y=\"{}\">{y}</text>\n",
        HEIGHT - 10.0,
        TOP - 16.0
    );
    // Writing to a text has no way to fail.
    let mut decade = y_low;
    while decade <= y_high {
        let (value, height) = (10_f64.powf(decade), up(10_f64.powf(decade)));
        let _ = writeln!(
            text,
            "<path d=\"M{LEFT} {height:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            height + 4.0
        );
        decade += 1.0;
    }
    let mut ticks: Vec<f64> = points().map(|point| point.0).collect();
    ticks.sort_by(f64::total_cmp);
    ticks.dedup();
    for tick in ticks {
        let _ = writeln!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>",
            across(tick),
            HEIGHT - BOTTOM + 18.0
        );
    }
    for (number, line) in lines.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let dashes = if number < COLOURS.len() { "" } else { " stroke-dasharray=\"5 3\"" };
        let places: Vec<String> =
            line.points.iter().map(|&(x, y)| format!("{:.1},{:.1}", across(x), up(y))).collect();
        let _ = writeln!(
            text,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>",
            places.join(" ")
        );
        for &(x, y) in &line.points {
            let _ = writeln!(
                text,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>",
                across(x),
                up(y)
            );
        }
        let height = TOP + 18.0 * number as f64 + 10.0;
        let _ = writeln!(
            text,
            "<path d=\"M{:.1} {height}h18\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT + 14.0,
            WIDTH - RIGHT + 38.0,
            height + 4.0,
            line.name
        );
    }
    text + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_drawn_higher_and_every_line_is_named() {
        let lines = [Line { name: "server".into(), points: vec![(1.0, 10.0), (64.0, 1000.0)] }];
        let drawn = svg("title", "connections", "per second", &lines);
        assert!(drawn.contains(">server<") && drawn.contains(">title<"));
        let heights: Vec<f64> = drawn
            .split("cy=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!(heights[0] > heights[1], "{heights:?}");
        assert!(!drawn.contains("NaN"));
    }
}
