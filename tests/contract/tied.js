// Loaded into every server before it starts (`node --import`): a server ends when the program that
// started it does, in whatever way, for then its standard input is closed.

process.stdin.on('end', () => process.exit());
process.stdin.on('error', () => process.exit());
process.stdin.resume();
