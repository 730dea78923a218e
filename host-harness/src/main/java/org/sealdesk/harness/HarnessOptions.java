package org.sealdesk.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.sealdesk.harness.mail.Relay;
import org.sealdesk.harness.plugin.Extensions;

/**
 * How a harness is set up. Ports: 0 is any free one.
 *
 * @param plugin jar to load; empty for a host without a plugin
 * @param extensions from the class path instead of a plugin jar: for tests
 * @param relay instead of the customers' mail server: for tests
 * @param retryAfter real time until a failed check of an incoming mail is repeated
 */
public record HarnessOptions(
        Path dataDir,
        Optional<Path> plugin,
        Optional<Extensions> extensions,
        Optional<Relay> relay,
        int webPort,
        int smtpPort,
        int imapPort,
        InstantSource clock,
        Duration retryAfter) {

    /** Free ports, real time, no plugin. */
    public static HarnessOptions in(Path dataDir) {
        return new HarnessOptions(
                dataDir,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                InstantSource.system(),
                Duration.ofSeconds(30));
    }

    public HarnessOptions withPlugin(Path jar) {
        return new HarnessOptions(
                dataDir, Optional.of(jar), extensions, relay, webPort, smtpPort, imapPort, clock, retryAfter);
    }

    public HarnessOptions withExtensions(Extensions next) {
        return new HarnessOptions(
                dataDir, plugin, Optional.of(next), relay, webPort, smtpPort, imapPort, clock, retryAfter);
    }

    public HarnessOptions withRelay(Relay next) {
        return new HarnessOptions(
                dataDir, plugin, extensions, Optional.of(next), webPort, smtpPort, imapPort, clock, retryAfter);
    }

    public HarnessOptions withPorts(int web, int smtp, int imap) {
        return new HarnessOptions(dataDir, plugin, extensions, relay, web, smtp, imap, clock, retryAfter);
    }

    public HarnessOptions withClock(InstantSource next) {
        return new HarnessOptions(dataDir, plugin, extensions, relay, webPort, smtpPort, imapPort, next, retryAfter);
    }

    public HarnessOptions withRetryAfter(Duration next) {
        return new HarnessOptions(dataDir, plugin, extensions, relay, webPort, smtpPort, imapPort, clock, next);
    }
}
