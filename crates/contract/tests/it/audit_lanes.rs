//! The audit log in lanes, and the tree over them.

use std::collections::BTreeMap;

use ed25519_dalek::{Signer, SigningKey};
use latchboard_contract::audit::{
    ChainHash, CheckpointKind, Edge, Entry, Event, Fault, Header, Kept, KeptCheckpoint, Line, Note, Numbered,
    PROOFS_START, Peaks, Proof, Proofs, SignatureBytes, SignedPruned, TILE, Tile, Tree, TreeHash, Verifier,
    Version, path, perfect_root, perfect_trees, width,
};
use sha2::{Digest, Sha256};

use crate::audit::{entries, fault, key, public, sign, verify, verify_with};

/// Two lanes that were written to in turn, two entries at a time.
pub(crate) fn numbered(count: u64) -> Vec<Numbered> {
    let mut heads = BTreeMap::new();
    (1..=count)
        .zip(entries(count))
        .map(|(number, entry)| {
            let lane = 1 + (number - 1) / 2 % 2;
            let (sequence, hash) = heads.get(&lane).copied().unwrap_or((0, ChainHash::START));
            let sequence = sequence + 1;
            let event = match entry.event {
                Event::Attempt => Event::Attempt,
                Event::Ended { outcome, .. } => Event::Ended { attempt: Some(sequence - 1), outcome },
            };
            let attempt = event.attempt().map(|_| number - 1);
            let entry = Entry { lane, sequence, event, ..entry };
            let hash = hash.then(&entry);
            heads.insert(lane, (sequence, hash));
            Numbered { number, attempt, entry, hash }
        })
        .collect()
}

fn tree(log: &[Numbered]) -> Tree {
    let mut edge = Edge::default();
    for numbered in log {
        edge.push(TreeHash::leaf(&numbered.hash));
    }
    edge.tree()
}

pub(crate) fn note(key: &SigningKey, log: &[Numbered]) -> Note {
    let (tree, public) = (tree(log), public(key));
    let signature = key.sign(Note::message(&tree, &public).as_bytes()).to_bytes();
    Note::signed(&tree, &public, &SignatureBytes::from_bytes(signature))
}

/// With a note behind the entries where there is to be one.
fn export(log: &[Numbered], notes: &[u64], key: &SigningKey) -> Vec<String> {
    let mut lines = vec![Line::Header(Header { version: Version::Tree, key: public(key) })];
    for (number, numbered) in (1..).zip(log) {
        lines.push(Line::Entry(numbered.clone()));
        if notes.contains(&number) {
            lines.push(Line::Note(note(key, &log[..notes[0] as usize])));
        }
    }
    let tree = tree(log);
    let root = ChainHash::from_bytes(*tree.root.as_bytes());
    lines.push(Line::Signed(sign(key, tree.size, root, CheckpointKind::TreeEnd)));
    lines.iter().map(Line::write).collect()
}

#[test]
fn an_entry_of_a_lane_is_written_in_one_way_that_never_changes() {
    let log = numbered(4);
    let lines = export(&log, &[], &key(1));
    let text = r#"{"sequence":4,"attempt":3,"lane":2,"lane_sequence":2,"time":1790000000003,"request":"0000000000ab-3","actor":"api-key:1","action":"register","target":"registration:3:geofencing","event":"already","lane_attempt":1,"code":null,"count":4,"hash":""#;
    assert!(lines[4].starts_with(text), "{}", lines[4]);
    // What is hashed is what stands behind the two numbers.
    let (_, hashed) = lines[4].split_once("\"attempt\":3,").unwrap();
    let (hashed, hash) = hashed.split_once(",\"hash\":\"").unwrap();
    let computed = Sha256::new()
        .chain_update("latchboard audit entry v2\n")
        .chain_update(log[2].hash.as_bytes())
        .chain_update(format!("{{{hashed}}}"))
        .finalize();
    assert_eq!(hash.trim_end_matches("\"}"), ChainHash::from_bytes(computed.into()).to_string());
    for numbered in numbered(200) {
        let line = Line::Entry(numbered);
        assert_eq!(Line::read(&line.write()), Ok(line));
    }
}

#[test]
fn lanes_are_found_whole_and_every_flipped_byte_is_found() {
    let lines = export(&numbered(4), &[2], &key(1));
    let report = verify(&lines).unwrap();
    assert_eq!((report.entries, report.checkpoints, report.signed_up_to), (4, 2, 4));
    assert_eq!((report.open.len(), report.tree.size), (0, 4));
    for (number, line) in lines.iter().enumerate() {
        for byte in 0..line.len() {
            for bit in [0, 5] {
                let mut bytes = line.as_bytes().to_vec();
                bytes[byte] ^= 1 << bit;
                let Ok(flipped) = String::from_utf8(bytes) else { continue };
                let mut lines = lines.clone();
                lines[number] = flipped;
                assert!(verify(&lines).is_err(), "line {number}, byte {byte}, bit {bit}: {}", lines[number]);
            }
        }
    }
}

#[test]
fn lanes_that_are_cut_dropped_or_put_in_another_order_are_found() {
    let log = numbered(8);
    let lines = export(&log, &[4], &key(1));
    // 0 head, 1-4 entries, 5 note, 6-9 entries, 10 end.
    let without = |gone: &[usize]| -> Vec<&String> {
        lines.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, line)| line).collect()
    };
    assert_eq!(fault(&without(&[10])), Fault::EndMissing);
    assert_eq!(fault(&without(&[9])), Fault::Cut);
    assert_eq!(fault(&without(&[3])), Fault::Gap);
    // Numbered anew as if it had never been: by the signatures.
    let renumbered = |log: Vec<Numbered>| -> Vec<Numbered> {
        let old: Vec<u64> = log.iter().map(|numbered| numbered.number).collect();
        let new = |number| 1 + old.iter().position(|known| *known == number).unwrap() as u64;
        let anew = |numbered: Numbered| Numbered {
            number: new(numbered.number),
            attempt: numbered.attempt.map(new),
            ..numbered
        };
        log.into_iter().map(anew).collect()
    };
    let with_end_of = |changed: Vec<Numbered>, honest: &[String]| {
        let mut lines = export(&changed, &[], &key(2));
        lines[0].clone_from(&honest[0]);
        let last = lines.len() - 1;
        lines[last].clone_from(&honest[honest.len() - 1]);
        lines
    };
    let first_lane = log.iter().filter(|numbered| numbered.entry.lane == 1).cloned().collect();
    assert_eq!(fault(&with_end_of(renumbered(first_lane), &lines)), Fault::Cut, "a lane was dropped");
    let mut swapped = log.clone();
    swapped.swap(0, 2);
    swapped.swap(1, 3);
    assert_eq!(fault(&with_end_of(renumbered(swapped), &lines)), Fault::Differs, "another order");
    let mut other_attempt = log;
    other_attempt[3].attempt = Some(1);
    assert_eq!(fault(&export(&other_attempt, &[], &key(1))), Fault::NoAttempt);

    // A checkpoint in between does not pass for the end, nor the end of another tree.
    let posing = lines[5].replace("checkpoint", "end");
    let cut: Vec<_> = lines[..5].iter().cloned().chain([posing]).collect();
    assert_eq!(fault(&cut), Fault::Unreadable);
    let mut moved = lines.clone();
    moved.swap(5, 6);
    assert_eq!(fault(&moved), Fault::Differs);
}

#[test]
fn a_kept_note_finds_an_earlier_state_and_another_past() {
    let (log, own) = (numbered(8), key(1));
    let line = &Line::Note(note(&own, &log[..6]));
    let kept = KeptCheckpoint::new(public(&own), line).unwrap();
    assert_eq!(KeptCheckpoint::read(&kept.write()).as_ref(), Ok(&kept));
    let held = |lines: &[String]| verify_with(lines, Verifier::new(None).hold_to(&kept).unwrap());
    assert_eq!(held(&export(&log, &[], &own)).unwrap().entries, 8);
    assert_eq!(held(&export(&log[..6], &[], &own)).unwrap().entries, 6);
    assert_eq!(held(&export(&log[..5], &[], &own)).unwrap_err().fault, Fault::RolledBack);
    let mut past = numbered(8);
    past.truncate(4);
    let mut other = numbered(12);
    other.drain(..8);
    let fork: Vec<_> = past.into_iter().chain(other).collect();
    assert_ne!(tree(&fork[..6]), tree(&log[..6]));
    // The end of an export serves as well.
    let end = KeptCheckpoint::read(&export(&log, &[], &own).join("\n")).unwrap();
    assert_eq!(end.kept, Kept::Tree(tree(&log)));
    let forged = kept.write().replace("\\n6\\n", "\\n5\\n");
    assert_eq!(KeptCheckpoint::read(&forged).unwrap_err().fault, Fault::Forged);
}

/// Without the entries up to a number.
fn pruned(log: &[Numbered], number: usize, key: &SigningKey) -> (SignedPruned, Vec<String>) {
    let mut verifier = Verifier::new(None);
    log[..number].iter().for_each(|numbered| verifier.entry(numbered).expect("it is whole"));
    let pruned = verifier.pruned();
    let signature = SignatureBytes::from_bytes(key.sign(&pruned.message()).to_bytes());
    let signed = SignedPruned { pruned, signature };
    let mut lines = export(log, &[], key);
    lines.splice(1..=number, [Line::Pruned(Box::new(signed.clone())).write()]);
    (signed, lines)
}

#[test]
fn a_log_goes_on_from_entries_that_were_removed() {
    let (log, own) = (numbered(11), key(1));
    for number in 1..11 {
        let (signed, lines) = pruned(&log, number, &own);
        let report = verify(&lines).unwrap();
        assert_eq!((report.entries, report.pruned, report.signed_up_to), (11, number as u64, 11));
        assert_eq!(Line::read(&lines[1]), Ok(Line::Pruned(Box::new(signed))));
        // The open attempt, whether it was removed or not.
        assert_eq!(report.open, [11]);
        for size in 1..=11 {
            let kept = Line::Note(note(&own, &log[..size]));
            let kept = KeptCheckpoint::new(public(&own), &kept).unwrap();
            let held = verify_with(&lines, Verifier::new(None).hold_to(&kept).unwrap());
            let held = held.map(|report| report.entries).map_err(|finding| finding.fault);
            assert_eq!(held, if size < number { Err(Fault::Pruned) } else { Ok(11) }, "{size} of {number}");
        }
        // Once, and nowhere else.
        let mut twice = lines.clone();
        twice.insert(1, lines[1].clone());
        assert_eq!(fault(&twice), Fault::Unreadable);
        let mut late = lines.clone();
        late.swap(1, 2);
        assert_eq!(fault(&late), Fault::Gap);
    }
    let (_, mut lines) = pruned(&log, 6, &own);
    for byte in 0..lines[1].len() {
        let whole = lines[1].clone();
        let mut bytes = whole.clone().into_bytes();
        bytes[byte] ^= 1;
        lines[1] = String::from_utf8(bytes).unwrap();
        assert!(verify(&lines).is_err(), "byte {byte}: {}", lines[1]);
        lines[1] = whole;
    }
    // By another key, and of another log.
    let (forged, _) = pruned(&log, 6, &key(2));
    lines[1] = Line::Pruned(Box::new(forged)).write();
    assert_eq!(fault(&lines), Fault::Forged);
    let (of_other, _) = pruned(&numbered(8), 4, &own);
    lines[1] = Line::Pruned(Box::new(of_other)).write();
    assert_eq!(fault(&lines), Fault::Gap);
}

#[test]
fn lane_0_is_verified_with_those_that_follow_it() {
    let own = key(1);
    let mut hash = ChainHash::START;
    let mut log: Vec<_> = entries(4)
        .into_iter()
        .map(|entry| {
            hash = hash.then(&entry);
            Numbered::alone(entry, hash)
        })
        .collect();
    let kept = sign(&own, 4, hash, CheckpointKind::Between);
    let kept = KeptCheckpoint::new(public(&own), &Line::Signed(kept)).unwrap();
    log.extend(numbered(4).into_iter().map(|numbered| Numbered {
        number: numbered.number + 4,
        attempt: numbered.attempt.map(|attempt| attempt + 4),
        ..numbered
    }));
    let held = |log: &[Numbered]| {
        verify_with(&export(log, &[], &own), Verifier::new(None).hold_to(&kept).unwrap())
            .map(|report| report.entries)
            .map_err(|finding| finding.fault)
    };
    assert_eq!(held(&log), Ok(8));
    assert_eq!(held(&log[..2]), Err(Fault::RolledBack));
}

/// As RFC 6962 defines it.
fn defined(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => TreeHash::from_bytes(Sha256::digest([]).into()),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(1 << (leaves.len() - 1).ilog2());
            TreeHash::node(&defined(left), &defined(right))
        }
    }
}

#[test]
fn a_tree_that_grows_is_the_one_that_is_defined_and_goes_on_from_its_tiles() {
    let leaf = |number: usize| {
        let hash: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
        TreeHash::leaf(&ChainHash::from_bytes(hash))
    };
    let leaves: Vec<_> = (0..TILE * TILE + TILE + 3).map(leaf).collect();
    let (mut edge, mut tiles) = (Edge::default(), BTreeMap::<(u8, u64), Vec<TreeHash>>::new());
    let mut peaks = Peaks::default();
    for (size, leaf) in leaves.iter().enumerate() {
        if size.is_multiple_of(97) {
            assert_eq!((peaks.tree(), &peaks), (edge.tree(), &edge.peaks()));
            assert_eq!(Peaks::new(size as u64, peaks.roots().to_vec()).as_ref(), Ok(&peaks));
            let fewer = peaks.roots().get(1..).unwrap_or_default().to_vec();
            assert!(size == 0 || Peaks::new(size as u64, fewer).is_err());
        }
        peaks.push(*leaf);
        if size < 520 || size.is_multiple_of(20_011) {
            assert_eq!(edge.tree(), Tree { size: size as u64, root: defined(&leaves[..size]) });
            // From what is kept, with the leaves of the tile that is not whole.
            let levels: Vec<Vec<TreeHash>> = (0..)
                .map_while(|level| Some((level, width(size as u64, level)?)))
                .map(|(level, width)| match level {
                    0 => leaves[size - width..size].to_vec(),
                    _ if width == 0 => Vec::new(),
                    _ => tiles[&(level as u8, size as u64 >> (8 * (level + 1)))].clone(),
                })
                .collect();
            assert_eq!(Edge::new(size as u64, levels.clone()).unwrap().tree(), edge.tree());
            assert!(Edge::new(size as u64 + 1, levels).is_err());
        }
        let whole = edge.push(*leaf);
        assert!(whole.iter().all(|tile| tile.hashes.len() == TILE));
        for tile in whole.into_iter().chain(edge.partial()) {
            assert_eq!(Tile::hashes(&tile.bytes()).as_deref(), Ok(&*tile.hashes));
            tiles.insert((tile.level, tile.index), tile.hashes);
        }
    }
    assert_eq!(edge.tree().root, defined(&leaves));
    assert_eq!(tiles[&(0, 7)], leaves[7 * TILE..8 * TILE]);
    assert_eq!(tiles[&(1, 0)][3], defined(&leaves[3 * TILE..4 * TILE]));
    assert_eq!(tiles[&(1, 1)], [defined(&leaves[TILE * TILE..(TILE + 1) * TILE])]);
}

#[test]
fn a_note_is_what_others_write_and_read() {
    let own = key(1);
    let note = note(&own, &numbered(3));
    let mut lines = note.as_str().lines();
    let origin = lines.next().unwrap();
    assert_eq!(origin, format!("latchboard-audit/{}", &public(&own).to_string()[..16]));
    assert_eq!((lines.next(), lines.next().map(str::len), lines.next()), (Some("3"), Some(44), Some("")));
    let signature = lines.next().unwrap();
    assert!(signature.starts_with(&format!("\u{2014} {origin} ")), "{signature}");
    assert_eq!(lines.next(), None);
    assert_eq!(note.open(&public(&own)), Some(tree(&numbered(3))));
    assert_eq!(note.open(&public(&key(2))), None);
    let again = |text: &str| Note::read(text).ok().and_then(|note| note.open(&public(&own)));
    assert!(again(note.as_str()).is_some());
    for at in 0..note.as_str().len() {
        let mut bytes = note.as_str().as_bytes().to_vec();
        bytes[at] ^= 1;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        assert!(again(&text).is_none(), "{at}");
    }
    assert!(again(&format!("{}\u{2014} other AAAA\n", note.as_str())).is_none());
}

/// What proves an entry to be in a log, out of all of its hashes.
fn proof(log: &[Numbered], number: u64) -> Proof {
    let leaves: Vec<_> = log.iter().map(|numbered| TreeHash::leaf(&numbered.hash)).collect();
    let numbered = log[number as usize - 1].clone();
    let place = (numbered.entry.lane, numbered.entry.sequence - 1);
    let before = log.iter().find(|it| (it.entry.lane, it.entry.sequence) == place);
    let under = |range: std::ops::Range<u64>| {
        let hashes = &leaves[range.start as usize..range.end as usize];
        let mut roots: Vec<_> = perfect_trees(range)
            .into_iter()
            .map(|(height, index)| {
                let first = (index as usize) << height;
                perfect_root(&leaves[first..first + (1 << height)])
            })
            .collect();
        let last = roots.pop().expect("one tree at least");
        let root = roots.into_iter().rev().fold(last, |right, left| TreeHash::node(&left, &right));
        assert_eq!(root, defined(hashes));
        root
    };
    Proof {
        before: before.map_or(ChainHash::START, |it| it.hash),
        path: path(number - 1, log.len() as u64).into_iter().map(under).collect(),
        numbered,
    }
}

#[test]
fn every_entry_of_every_log_is_proved_and_nothing_else() {
    for size in (1..=40).chain([255, 256, 257]) {
        let log = numbered(size);
        let tree = tree(&log);
        for number in 1..=size {
            let proof = proof(&log, number);
            assert!(proof.fits(&tree), "{number} of {size}");
            if size > 1 {
                let other = Numbered { number: number % size + 1, ..proof.numbered.clone() };
                assert!(!Proof { numbered: other, ..proof.clone() }.fits(&tree));
                let mut path = proof.path.clone();
                path.pop();
                assert!(!Proof { path, ..proof.clone() }.fits(&tree));
            }
            let mut path = proof.path.clone();
            path.push(tree.root);
            assert!(!Proof { path, ..proof.clone() }.fits(&tree));
            let count = proof.numbered.entry.count + 1;
            let entry = Entry { count, ..proof.numbered.entry.clone() };
            let numbered = Numbered { entry, ..proof.numbered.clone() };
            assert!(!Proof { numbered, ..proof }.fits(&tree));
        }
    }
}

#[test]
fn proofs_are_read_as_they_were_written_are_short_and_every_flipped_byte_is_found() {
    let (log, own) = (numbered(300), key(1));
    let proofs = vec![proof(&log, 7), proof(&log, 300)];
    let proofs = Proofs { key: public(&own), note: note(&own, &log), proofs };
    assert_eq!(Proofs::read(&proofs.write()).as_ref(), Ok(&proofs));
    assert!(proofs.write().starts_with(PROOFS_START));
    assert_eq!(proofs.verify(Some(public(&own))), Ok(tree(&log)));
    assert_eq!(proofs.verify(Some(public(&key(2)))).unwrap_err().fault, Fault::OtherKey);
    // As in a log of a million: beside the entry itself.
    let long = Proof { path: vec![TreeHash::from_bytes([1; 32]); 20], ..proofs.proofs[0].clone() };
    let entry = Line::Entry(long.numbered.clone()).write();
    assert!(long.write().len() - entry.len() <= 1024, "{}", long.write().len() - entry.len());
    let text = proofs.write();
    for at in 0..text.len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1;
        let Ok(flipped) = String::from_utf8(bytes) else { continue };
        let read = Proofs::read(&flipped).map(|proofs| proofs.verify(None));
        // The number of an attempt is told, and not hashed.
        let told = matches!(&read, Ok(Ok(_)))
            && text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("\"attempt\":");
        assert!(told || !matches!(read, Ok(Ok(_))), "{at}: {flipped}");
    }
}
