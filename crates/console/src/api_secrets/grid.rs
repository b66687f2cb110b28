//! Which rows are drawn and which one has the cursor. The page holds a few dozen of a hundred
//! thousand; the one with the cursor is always among them, so that the focus survives scrolling.

use std::ops::Range;

/// Rows drawn above and below those in sight; the window moves by as many at a time, so that most
/// scrolling touches no row. Not more: each key in the search box changes all that are drawn.
const OVERSCAN: u32 = 4;

/// More rows than this do not fit on any screen; a wrong measure must not draw them all.
const MOST_VISIBLE: u32 = 120;

/// The cursor and what is in sight. Everything is a place in the index, not in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The row with the cursor.
    pub cursor: u32,
    /// Where a range begins that is selected with Shift.
    pub(super) anchor: u32,
    first: u32,
    visible: u32,
}

impl Default for Grid {
    fn default() -> Self {
        Self { cursor: 0, anchor: 0, first: 0, visible: 16 }
    }
}

/// A movement of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// As many rows up as are in sight.
    PageUp,
    /// As many rows down as are in sight.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// A part of the list, from above to below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// So many rows are not drawn.
    Gap(u32),
    Rows(Range<u32>),
}

impl Grid {
    /// The rows in sight are these. `None` when nothing has to be drawn for that.
    pub(super) fn scrolled(self, first: u32, visible: u32) -> Option<Self> {
        let visible = visible.clamp(1, MOST_VISIBLE);
        let moved = Self { first, visible, ..self };
        (moved != self).then_some(moved)
    }

    /// The list begins anew.
    pub(super) const fn at_top(self) -> Self {
        Self { cursor: 0, anchor: 0, first: 0, ..self }
    }

    pub(super) fn moved(self, to: Move, length: u32) -> Self {
        let page = self.visible.saturating_sub(1).max(1);
        let cursor = match to {
            Move::Up => self.cursor.saturating_sub(1),
            Move::Down => self.cursor.saturating_add(1),
            Move::PageUp => self.cursor.saturating_sub(page),
            Move::PageDown => self.cursor.saturating_add(page),
            Move::First => 0,
            Move::Last => length,
        };
        Self { cursor, ..self }.within(length)
    }

    /// The same in a list of another length.
    pub(super) fn within(self, length: u32) -> Self {
        let last = length.saturating_sub(1);
        Self { cursor: self.cursor.min(last), anchor: self.anchor.min(last), ..self }
    }

    /// The rows in sight, of `length` rows.
    #[must_use]
    pub fn in_sight(&self, length: u32) -> Range<u32> {
        let first = self.first.min(length.saturating_sub(self.visible));
        first..length.min(first + self.visible)
    }

    fn window(self) -> Range<u32> {
        let start = (self.first / OVERSCAN).saturating_sub(1) * OVERSCAN;
        let end = (self.first.saturating_add(self.visible)).div_ceil(OVERSCAN).saturating_add(1);
        start..end.saturating_mul(OVERSCAN)
    }

    /// What is drawn of a list with `length` rows.
    #[must_use]
    pub fn segments(&self, length: u32) -> Vec<Segment> {
        let Range { start, end } = self.window();
        let (end, cursor) = (end.min(length), self.cursor);
        // The list may have become shorter than what was in sight.
        let start = start.min(end.saturating_sub(self.visible.min(length)));
        let window = start..end;
        let alone = if cursor < length && !window.contains(&cursor) { cursor..cursor + 1 } else { 0..0 };
        let drawn = if cursor < start { [alone, window] } else { [window, alone] };
        let mut segments = Vec::new();
        let mut at = 0;
        for rows in drawn.into_iter().filter(|rows| !rows.is_empty()) {
            if rows.start > at {
                segments.push(Segment::Gap(rows.start - at));
            }
            at = rows.end;
            segments.push(Segment::Rows(rows));
        }
        if length > at {
            segments.push(Segment::Gap(length - at));
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::{Grid, MOST_VISIBLE, Move, OVERSCAN, Segment};

    const MOVES: [Move; 6] = [Move::Up, Move::Down, Move::PageUp, Move::PageDown, Move::First, Move::Last];

    proptest! {
        #[test]
        fn few_rows_are_drawn_and_the_one_with_the_cursor_is_among_them(
            length in 0..200_000_u32, first in any::<u32>(), visible in any::<u32>(),
            moves in prop::collection::vec(select(&MOVES[..]), 0..6),
        ) {
            let grid = Grid::default();
            let grid = grid.scrolled(first % length.max(1), visible).unwrap_or(grid);
            let grid = moves.into_iter().fold(grid, |grid, to| grid.moved(to, length));
            let (mut at, mut drawn, mut has_cursor, mut in_sight) = (0, 0, false, 0);
            for segment in grid.segments(length) {
                match segment {
                    Segment::Gap(rows) => { prop_assert!(rows > 0); at += rows; }
                    Segment::Rows(rows) => {
                        prop_assert_eq!(rows.start, at);
                        has_cursor |= rows.contains(&grid.cursor);
                        in_sight += grid.in_sight(length).filter(|row| rows.contains(row)).count();
                        drawn += rows.end - rows.start;
                        at = rows.end;
                    }
                }
            }
            prop_assert_eq!(at, length);
            prop_assert_eq!(has_cursor, length > 0);
            prop_assert_eq!(in_sight, grid.in_sight(length).count());
            prop_assert!(drawn <= MOST_VISIBLE + 4 * OVERSCAN + 1);
        }
    }

    #[test]
    fn the_window_moves_in_steps() {
        let grid = Grid::default().scrolled(100, 20).unwrap();
        assert_eq!(
            grid.segments(1000),
            [Segment::Rows(0..1), Segment::Gap(95), Segment::Rows(96..124), Segment::Gap(876),]
        );
        assert_eq!(grid.scrolled(103, 20).unwrap().in_sight(1000), 103..123);
        assert_eq!(grid.scrolled(103, 17).unwrap().segments(1000), grid.segments(1000));
        assert_eq!(grid.scrolled(100, 20), None);
    }

    #[test]
    fn the_cursor_stays_in_the_list() {
        let grid = Grid::default();
        assert_eq!(grid.moved(Move::Up, 3).cursor, 0);
        assert_eq!(grid.moved(Move::Last, 3).cursor, 2);
        assert_eq!(grid.moved(Move::PageDown, 100).cursor, 15);
        assert_eq!(grid.moved(Move::Last, 0).cursor, 0);
        assert_eq!(grid.moved(Move::Last, 3).within(1).cursor, 0);
    }
}
