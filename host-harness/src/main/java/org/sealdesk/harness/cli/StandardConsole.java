package org.sealdesk.harness.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.sealdesk.api.console.Console;

/** The process's own streams. */
record StandardConsole() implements Console {

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public PrintStream out() {
        return System.out;
    }

    @Override
    public PrintStream err() {
        return System.err;
    }

    @Override
    public Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }
}
