package org.sealdesk.harness.web;

import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.sealdesk.harness.TravelClock;
import org.sealdesk.harness.mail.Chaos;

/** For people who develop a plugin: what is loaded, what the hooks did, and another time. */
final class DevPages {

    private static final Map<String, Duration> STEPS =
            Map.of("day", Duration.ofDays(1), "month", Duration.ofDays(30), "year", Duration.ofDays(365));

    private final Templates templates;

    DevPages(Templates templates) {
        this.templates = templates;
    }

    void panel(Visit visit) {
        PageContext p = visit.page(visit.words().say("dev.title"), "/dev");
        visit.http().html(templates.render("dev", Map.of("p", p, "h", visit.harness())));
    }

    void clock(Visit visit) {
        admin(visit);
        TravelClock clock = visit.harness().clock();
        Duration step = STEPS.get(visit.form("by"));
        if (step == null) {
            clock.backToReal();
        } else {
            clock.advance(step);
        }
        visit.http().redirect("/dev", HttpStatus.SEE_OTHER);
    }

    void reload(Visit visit) {
        admin(visit);
        if (visit.harness().plugin().isPresent()) {
            visit.harness().reloadPlugin();
        }
        visit.http().redirect("/dev", HttpStatus.SEE_OTHER);
    }

    /** What is ticked goes wrong from now on; the plugin reads its secrets anew when the lock changes. */
    void chaos(Visit visit) {
        admin(visit);
        Set<Chaos.Trouble> wanted = EnumSet.noneOf(Chaos.Trouble.class);
        for (Chaos.Trouble trouble : Chaos.Trouble.values()) {
            if (visit.http().formParams("trouble").contains(trouble.name())) {
                wanted.add(trouble);
            }
        }
        boolean wasLocked = visit.harness().chaos().has(Chaos.Trouble.SECRETS_LOCKED);
        visit.harness().chaos().set(wanted);
        if (wasLocked != wanted.contains(Chaos.Trouble.SECRETS_LOCKED)) {
            visit.harness().reloadPlugin();
        }
        visit.http().redirect("/dev", HttpStatus.SEE_OTHER);
    }

    private static void admin(Visit visit) {
        if (!visit.user().isAdmin()) {
            throw new ForbiddenResponse("refused.admin");
        }
    }
}
