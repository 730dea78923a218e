package org.sealdesk.harness.web;

import io.javalin.http.Context;
import io.javalin.http.RedirectResponse;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.Problem;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.host.Directory.Contact;
import org.sealdesk.harness.Harness;

/** One request, with who makes it. */
record Visit(Harness harness, Context http, Session session) {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    /** The user; somebody who has not logged in is sent to the form. */
    User user() {
        return session.user().orElseThrow(() -> new RedirectResponse(io.javalin.http.HttpStatus.SEE_OTHER, "/login"));
    }

    /** The customer; somebody else is sent to the form. */
    Contact contact() {
        return session.contact()
                .orElseThrow(() -> new RedirectResponse(io.javalin.http.HttpStatus.SEE_OTHER, "/login"));
    }

    /** Whoever it is. */
    String name() {
        return session.user()
                .map(User::name)
                .or(() -> session.contact().map(Contact::id))
                .orElse("");
    }

    Words words() {
        return new Words(harness.extensions(), locale(), ZoneId.systemDefault());
    }

    Locale locale() {
        Optional<Locale> chosen = session.language().map(Locale::forLanguageTag);
        if (chosen.isPresent()) {
            return chosen.get();
        }
        try {
            String accept = http.header("Accept-Language");
            Locale best = accept == null ? null : Locale.lookup(Locale.LanguageRange.parse(accept), LANGUAGES);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    /** @param place which menu entry is open */
    PageContext page(String title, String place) {
        boolean admin = session.user().map(User::isAdmin).orElse(false);
        List<Problem> notices =
                admin && place.startsWith("/admin") ? harness.notices().problems() : List.of();
        return new PageContext(
                words(),
                session.user(),
                session.contact(),
                session.token(),
                title,
                place,
                harness.extensions().failure(),
                new ArrayList<>(notices),
                session.takeNotice(),
                "/admin/x/" + harness.extensions().pluginId(),
                this::reaches,
                false);
    }

    private boolean reaches(String path) {
        int query = path.indexOf('?');
        List<String> segments = Stream.of((query < 0 ? path : path.substring(0, query)).split("/"))
                .filter(s -> !s.isEmpty())
                .toList();
        return harness.extensions().all(AdminPages.class).stream()
                .anyMatch(pages -> session.user()
                        .filter(u -> u.may(pages.permission(segments, false)))
                        .isPresent());
    }

    String form(String name) {
        String value = http.formParam(name);
        return value == null ? "" : value;
    }
}
