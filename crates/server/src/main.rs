//! The `latchboard-server` program: everything is in the library, so that tests can reach it.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: secrets pass through buffers of other crates, too.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    latchboard_server::cli::main()
}
