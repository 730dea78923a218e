package org.sealdesk.api.peers;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Other people's programs that judge us. With {@code -Dpeers=required} a missing one fails the test, otherwise the test
 * is skipped and says why.
 */
public final class Peers {

    private Peers() {}

    public static Gpg requireGpg() {
        require("gpg");
        return new Gpg();
    }

    public static Openssl requireOpenssl() {
        require("openssl");
        return new Openssl();
    }

    /** The path of a program. */
    public static Path require(String program) {
        Optional<Path> found = find(program);
        if (found.isPresent()) {
            return found.get();
        }
        String reason = program + " is not installed";
        if ("required".equals(System.getProperty("peers"))) {
            return fail(reason + ", and -Dpeers=required asks for it");
        }
        System.out.println("skipped: " + reason);
        return abort(reason);
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(java.io.File.pathSeparator))
                .map(dir -> Path.of(dir, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
