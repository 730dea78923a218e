package org.sealdesk.harness.web;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.host.Directory.Contact;

/** Log-in, log-out and the language of the pages. */
final class LoginPages {

    private static final Set<String> LANGUAGES = Set.of("en", "de");

    private final Templates templates;
    private final Sessions sessions;

    LoginPages(Templates templates, Sessions sessions) {
        this.templates = templates;
        this.sessions = sessions;
    }

    void form(Visit visit) {
        show(visit, false);
    }

    private void show(Visit visit, boolean wrong) {
        PageContext p = visit.page(visit.words().say("login.title"), "/login");
        visit.http().status(wrong ? 422 : 200).html(templates.render("login", Map.of("p", p, "wrong", wrong)));
    }

    void logIn(Visit visit) {
        Optional<User> user = User.withPassword(visit.form("name"), visit.form("password"));
        if (user.isEmpty()) {
            logInContact(visit);
            return;
        }
        Session fresh = sessions.fresh(visit.http());
        visit.session().language().ifPresent(fresh::speak);
        fresh.logIn(user.get(), visit.harness().clock().instant());
        visit.http().redirect("/tickets", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    /** Customers of the demo log in like the demo's users, with their name for a password. */
    private void logInContact(Visit visit) {
        String name = visit.form("name");
        Optional<Contact> contact = visit.harness().directory().contacts().stream()
                .filter(c -> c.id().equals(name) && name.equals(visit.form("password")))
                .findFirst();
        if (contact.isEmpty()) {
            show(visit, true);
            return;
        }
        Session fresh = sessions.fresh(visit.http());
        visit.session().language().ifPresent(fresh::speak);
        fresh.logIn(contact.get());
        visit.http().redirect(ContactMount.PREFIX, io.javalin.http.HttpStatus.SEE_OTHER);
    }

    void logOut(Visit visit) {
        sessions.fresh(visit.http());
        visit.http().redirect("/login", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    void language(Visit visit) {
        String wanted = visit.form("language");
        if (LANGUAGES.contains(wanted)) {
            visit.session().speak(wanted);
        }
        String back = visit.form("back");
        boolean here = back.startsWith("/") && !back.startsWith("//") && !back.contains("\\");
        visit.http().redirect(here ? back : "/tickets", io.javalin.http.HttpStatus.SEE_OTHER);
    }
}
