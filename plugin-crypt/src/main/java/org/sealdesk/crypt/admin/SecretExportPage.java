package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** An own key, to take away: locked anew with a password given twice, for a reason, by somebody who just logged in. */
final class SecretExportPage implements AdminPage {

    static final String END = "export";

    private static final String ACTION = "secret.export";

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final Technology technology;

    SecretExportPage(AdminParts parts, Frame frame, Technology technology) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.technology = technology;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        Optional<StoredCertificate> own =
                KeyPaths.find(parts.keystore(), technology, path.get(1)).filter(StoredCertificate::hasSecret);
        if (own.isEmpty()) {
            return new Outcome.NotFound();
        }
        Certificate certificate = own.get().certificate();
        if (!request.isWrite()) {
            return new Outcome.Page(view(certificate, ""));
        }
        return RecentPassword.isGiven(request)
                ? export(request, certificate)
                : new Outcome.Reauthenticate(texts.of("export.reauthenticate", certificate.displayName()));
    }

    private View view(Certificate certificate, String reason) {
        String list = KeyPaths.list(technology);
        List<Component> body = new ArrayList<>();
        body.add(new Banner(Tone.WARN, texts.of("export.what." + list, certificate.displayName()), List.of()));
        body.add(new Form(
                "export",
                KeyPaths.below(certificate, END),
                true,
                List.of(
                        field("password", Field.Kind.PASSWORD, ""),
                        field("again", Field.Kind.PASSWORD, ""),
                        field("reason", Field.Kind.TEXT, reason)),
                texts.of("export.button"),
                Map.of()));
        return frame.view(
                "crypt." + list + ".export",
                texts.of("export.title", certificate.displayName()),
                List.of(
                        new Link(texts.of("list." + list + ".title"), list),
                        new Link(Text.data(certificate.displayName()), KeyPaths.detail(certificate))),
                body,
                List.of());
    }

    private Field field(String name, Field.Kind kind, String value) {
        return new Field(
                name,
                kind,
                texts.of("export." + name),
                value,
                Optional.of(texts.of("export." + name + ".help", SecretExporter.MIN_PASSPHRASE_CHARACTERS)),
                Optional.empty(),
                List.of(),
                true);
    }

    private Outcome export(AdminRequest request, Certificate certificate) {
        String reason = request.param("reason").orElse("").strip();
        char[] typed = request.secret("password");
        char[] again = request.secret("again");
        boolean same = Arrays.equals(typed, again);
        Arrays.fill(again, '\0');
        try (Passphrase passphrase = KeyChange.passphrase(typed)) {
            if (!same) {
                return invalid(certificate, reason, "again", texts.of("export.again.wrong"));
            }
            if (reason.isEmpty()) {
                return invalid(certificate, reason, "reason", texts.of("export.reason.missing"));
            }
            return export(request.actor(), certificate, passphrase, reason);
        }
    }

    private Outcome invalid(Certificate certificate, String reason, String field, Text why) {
        return new Outcome.Invalid(view(certificate, reason), Map.of(field, why));
    }

    private Outcome export(String actor, Certificate certificate, Passphrase passphrase, String reason) {
        Author author = new Author(actor, ACTION, reason);
        String subject = certificate.fingerprint().hex();
        try (SecretKeyRecord secret =
                parts.keystore().open(certificate.secretKeyId()).orElse(null)) {
            if (secret == null) {
                return new Outcome.NotFound();
            }
            Octets file = parts.exporter().export(secret, certificate, passphrase);
            // Nothing leaves that is not recorded.
            parts.log().record(author, AuditEvent.done(ACTION, subject, "", ""));
            return new Outcome.Download(fileName(certificate), mediaType(), MailContent.of(file.toArray()), true);
        } catch (EngineRefusal e) {
            parts.audit(actor, ACTION, subject, e.code());
            return e.code().equals("password.short")
                    ? invalid(
                            certificate,
                            reason,
                            "password",
                            texts.of("export.password.short", SecretExporter.MIN_PASSPHRASE_CHARACTERS))
                    : failed(certificate, e.code(), e);
        } catch (KeystoreLocked | KeystoreDamaged | KeystoreUnavailable e) {
            return failed(certificate, "store.unavailable", e);
        }
    }

    private Outcome failed(Certificate certificate, String code, Exception why) {
        return frame.failed(
                KeyPaths.detail(certificate),
                code,
                texts.of("export.failed"),
                Text.data(String.valueOf(why.getMessage())));
    }

    private String fileName(Certificate certificate) {
        return certificate.fingerprint().hex() + (technology == Technology.OPENPGP ? "-secret.asc" : ".p12");
    }

    private String mediaType() {
        return technology == Technology.OPENPGP ? "application/pgp-keys" : "application/x-pkcs12";
    }
}
