package org.sealdesk.api.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.sealdesk.api.ForHosts;

/** Where a command reads and writes. Streams are UTF-8 and stay the host's: a command does not close them. */
@ForHosts
public interface Console {

    InputStream in();

    PrintStream out();

    PrintStream err();

    /** What relative paths are relative to. */
    Path workingDirectory();
}
