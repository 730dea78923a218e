package org.sealdesk.crypt.admin;

import java.util.List;
import java.util.Locale;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.text.Texts;

/** Takes a password for a key by any of its names: the setting {@code PGP::Key::Password}. Never shows one. */
final class PasswordPage implements AdminPage {

    private final AdminParts parts;
    private final Frame frame;

    PasswordPage(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        String name = request.param("key").orElse("").strip();
        PasswordVault.Answer answer = set(parts, request, name);
        return answer(frame, parts.texts(), answer, "settings", name);
    }

    /** Tries and keeps the password of the request's field {@code password}. */
    static PasswordVault.Answer set(AdminParts parts, AdminRequest request, String keyName) {
        try (Passphrase passphrase = KeyChange.passphrase(request.secret("password"))) {
            PasswordVault.Answer answer = parts.passwords()
                    .by(Author.of(request.actor(), "key.password"))
                    .set(keyName, passphrase);
            if (answer.code() != PasswordVault.Code.STORED) {
                String subject = answer.fingerprints().isEmpty() ? "unknown" : String.join(" ", answer.fingerprints());
                parts.audit(request.actor(), "key.password", subject, code(answer.code()));
            }
            if (answer.code() == PasswordVault.Code.STORED) {
                parts.changes().changed(answer.fingerprints());
            }
            return answer;
        }
    }

    static Outcome answer(Frame frame, Texts texts, PasswordVault.Answer answer, String back, String keyName) {
        String code = code(answer.code());
        Text what = texts.of("password.answer." + code, keyName);
        return switch (answer.code()) {
            case STORED, NOT_NEEDED -> frame.done(back, what);
            case AMBIGUOUS ->
                frame.failed(back, "key.ambiguous", what, Text.data(String.join(", ", answer.fingerprints())));
            case NO_SUCH_KEY ->
                frame.failed(
                        back,
                        "key.missing",
                        what,
                        texts.of("password.answer.no-such-key.why"),
                        new Fix(texts.of("menu.import"), "import"));
            case NEEDED, WRONG -> frame.failed(back, "password.wrong", what, texts.of("password.answer.wrong.why"));
            case STORE_LOCKED, STORE_UNAVAILABLE, DAMAGED ->
                frame.failed(
                        back,
                        "store.unavailable",
                        what,
                        texts.of("problem.store.unavailable"),
                        new Fix(texts.of("menu.health"), "health"));
        };
    }

    static String code(PasswordVault.Code code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
