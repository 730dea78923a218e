package org.sealdesk.crypt.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.OwnerCheck;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** What the forms on the page of a key do. Each change leaves an entry in the audit log. */
final class KeyChange {

    private static final int MAX_HOW = 200;

    private final AdminParts parts;
    private final Frame frame;
    private final ConfigurationErrors errors;
    private final Texts texts;
    private final Technology technology;

    KeyChange(AdminParts parts, Frame frame, ConfigurationErrors errors, Technology technology) {
        this.parts = parts;
        this.frame = frame;
        this.errors = errors;
        this.texts = parts.texts();
        this.technology = technology;
    }

    Outcome trust(AdminRequest request, List<String> path) {
        Optional<TrustLevel> level = request.param("trust").flatMap(KeyChange::trustLevel);
        return withKey(path, stored -> {
            if (level.isEmpty()) {
                return frame.failed(
                        KeyPaths.detail(stored.certificate()),
                        "value.invalid",
                        texts.of("change.novalue"),
                        texts.of("trust.label"));
            }
            String how = request.param("how").orElse("").strip();
            Optional<OwnerCheck> check = level.get() == TrustLevel.UNVERIFIED
                    ? Optional.empty()
                    : Optional.of(new OwnerCheck(
                            request.actor(), parts.now(), how.substring(0, Math.min(how.length(), MAX_HOW))));
            return put(
                    request,
                    stored,
                    stored.facts().withTrust(level.get(), check),
                    "key.trust." + lower(level.get()),
                    how);
        });
    }

    /** Only what a person can decide; the other levels come from where a key was found. */
    private static Optional<TrustLevel> trustLevel(String name) {
        return List.of(TrustLevel.CONFIRMED, TrustLevel.UNVERIFIED, TrustLevel.REJECTED).stream()
                .filter(l -> l.name().equals(name))
                .findFirst();
    }

    Outcome role(AdminRequest request, List<String> path) {
        Optional<CertificateFacts.Role> role = Arrays.stream(CertificateFacts.Role.values())
                .filter(r -> r.name().equals(request.param("role").orElse("")))
                .findFirst();
        return withKey(
                path,
                stored -> role.map(r -> put(request, stored, stored.facts().withRole(r), "key.role." + lower(r), ""))
                        .orElseGet(() -> frame.failed(
                                KeyPaths.detail(stored.certificate()),
                                "value.invalid",
                                texts.of("change.novalue"),
                                texts.of("role.label"))));
    }

    Outcome anchor(AdminRequest request, List<String> path) {
        boolean wanted = request.param("anchor").orElse("").equals("1");
        return withKey(path, stored -> {
            boolean possible =
                    stored.certificate().x509().map(KeyForms::canEndPaths).orElse(false);
            if (wanted && !possible) {
                return frame.failed(
                        KeyPaths.detail(stored.certificate()),
                        "cert.usage",
                        texts.of("anchor.impossible"),
                        Text.data(stored.certificate().displayName()));
            }
            return put(
                    request,
                    stored,
                    stored.facts().withAnchor(wanted),
                    wanted ? "key.anchor.set" : "key.anchor.remove",
                    "");
        });
    }

    Outcome password(AdminRequest request, List<String> path) {
        return withKey(path, stored -> {
            String hex = stored.certificate().fingerprint().hex();
            PasswordVault.Answer answer = PasswordPage.set(parts, request, hex);
            return PasswordPage.answer(frame, texts, answer, KeyPaths.detail(stored.certificate()), hex);
        });
    }

    private Outcome put(
            AdminRequest request, StoredCertificate stored, CertificateFacts facts, String action, String reason) {
        String hex = stored.certificate().fingerprint().hex();
        String detail = KeyPaths.detail(stored.certificate());
        try {
            parts.keystoreFor(request, action, reason)
                    .apply(List.of(
                            new Keystore.Change.PutFacts(stored.certificate().fingerprint(), facts)));
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            return frame.failed(
                    detail,
                    "store.unavailable",
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())));
        }
        parts.changes().changed(List.of(hex));
        errors.raise();
        return frame.done(detail, texts.of("change.saved", stored.certificate().displayName()));
    }

    private Outcome withKey(List<String> path, Function<StoredCertificate, Outcome> work) {
        return KeyPaths.find(parts.keystore(), technology, path.get(1))
                .map(work)
                .orElseGet(Outcome.NotFound::new);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Copies a password field into something that can be wiped, and wipes the field. */
    static Passphrase passphrase(char[] secret) {
        try {
            return Passphrase.of(secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
