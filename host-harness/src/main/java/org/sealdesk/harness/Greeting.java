package org.sealdesk.harness;

import java.nio.file.Path;
import java.util.Locale;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.OutgoingMailHook;
import org.sealdesk.harness.plugin.Extensions;

/** The lines that say that the host is ready, and where. */
final class Greeting {

    private Greeting() {}

    static void print(Harness harness, Path data, long nanos) {
        Extensions extensions = harness.extensions();
        StringBuilder out = new StringBuilder("\n");
        out.append(String.format(
                Locale.ROOT, "  Sealdesk harness   Java %s   data: %s%n", System.getProperty("java.version"), data));
        if (extensions.failure().isPresent()) {
            out.append("  x plugin not loaded: ")
                    .append(extensions.failure().get())
                    .append("\n    build it (mvn package) or name it with --plugin; mail is not checked until then\n");
        } else {
            int pages = extensions.all(AdminPages.class).stream()
                    .mapToInt(p -> p.menu().size())
                    .sum();
            int hooks = extensions.all(OutgoingMailHook.class).size()
                    + extensions.all(IncomingMailHook.class).size();
            String version = harness.plugin().flatMap(p -> p.version()).orElse("");
            out.append(String.format(
                    Locale.ROOT,
                    "  + plugin %s %s   %d pages, %d hooks%n",
                    extensions.pluginId(),
                    version,
                    pages,
                    hooks));
        }
        out.append(String.format(
                Locale.ROOT,
                "  + %d tickets   ready in %.1f s%n%n",
                harness.tickets().tickets().size(),
                nanos / 1e9));
        out.append(String.format(Locale.ROOT, "  Web    %s      admin / admin, agent / agent%n", harness.url()));
        out.append(String.format(
                Locale.ROOT,
                "  SMTP   127.0.0.1:%d             IMAP 127.0.0.1:%d (dana, lee, bob; password = name)%n",
                harness.smtpPort(),
                harness.imapPort()));
        out.append("  Ctrl-C stops.\n");
        System.out.print(out);
        System.out.flush();
    }
}
