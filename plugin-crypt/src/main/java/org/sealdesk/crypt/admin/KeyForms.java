package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Paragraph;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** The forms on the page of a key; those that the visitor may not send are left out. */
final class KeyForms {

    private final AdminParts parts;
    private final Texts texts;

    KeyForms(AdminParts parts) {
        this.parts = parts;
        this.texts = parts.texts();
    }

    List<Component> of(StoredCertificate stored, AdminRequest request) {
        List<Component> forms = new ArrayList<>();
        forms.add(trust(stored, request.may(Permissions.TRUST)));
        if (stored.certificate().x509().map(KeyForms::canEndPaths).orElse(false) && request.may(Permissions.TRUST)) {
            forms.add(anchor(stored));
        }
        if (request.may(Permissions.MANAGE_KEYS)) {
            forms.add(role(stored));
            if (stored.hasSecret() && stored.certificate().technology() == Technology.OPENPGP) {
                forms.add(password(stored.certificate()));
            }
        }
        return forms;
    }

    static boolean canEndPaths(X509Facts x509) {
        return x509.authority() || x509.isSelfIssued();
    }

    private Section trust(StoredCertificate stored, boolean may) {
        CertificateFacts facts = stored.facts();
        List<Component> body = new ArrayList<>();
        body.add(new Paragraph(texts.of("trust.now", texts.of(trustKey(facts.trust())))));
        facts.ownerCheck()
                .ifPresent(check ->
                        body.add(new Paragraph(texts.of("trust.check", check.who(), check.when(), check.how()))));
        if (may) {
            List<Field.Option> options = new ArrayList<>();
            for (TrustLevel level : List.of(TrustLevel.CONFIRMED, TrustLevel.UNVERIFIED, TrustLevel.REJECTED)) {
                options.add(new Field.Option(level.name(), texts.of("trust.choice." + lower(level))));
            }
            Field level = new Field(
                    "trust",
                    Field.Kind.RADIO,
                    texts.of("trust.label"),
                    facts.trust().name(),
                    Optional.of(texts.of("trust.help")),
                    Optional.empty(),
                    options,
                    true);
            Field how = new Field(
                    "how",
                    Field.Kind.TEXT,
                    texts.of("trust.how"),
                    facts.ownerCheck().map(CertificateFacts.OwnerCheck::how).orElse(""),
                    Optional.of(texts.of("trust.how.help")),
                    Optional.empty(),
                    List.of(),
                    false);
            body.add(form("trust", stored.certificate(), List.of(level, how), "trust.save", Map.of()));
        }
        return new Section("trust", texts.of("trust.title"), body);
    }

    static String trustKey(TrustLevel level) {
        return "trust.level." + lower(level);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Section anchor(StoredCertificate stored) {
        boolean anchor = stored.facts().anchor();
        Form form = form(
                "anchor",
                stored.certificate(),
                List.of(),
                anchor ? "anchor.remove" : "anchor.set",
                Map.of("anchor", anchor ? "0" : "1"));
        return new Section(
                "anchor",
                texts.of("anchor.title"),
                List.of(new Paragraph(texts.of(anchor ? "anchor.is" : "anchor.isnot")), form));
    }

    private Section role(StoredCertificate stored) {
        List<Field.Option> options = new ArrayList<>();
        for (CertificateFacts.Role role : CertificateFacts.Role.values()) {
            options.add(new Field.Option(role.name(), texts.of("role." + lower(role))));
        }
        Field field = new Field(
                "role",
                Field.Kind.RADIO,
                texts.of("role.label"),
                stored.facts().role().name(),
                Optional.empty(),
                Optional.empty(),
                options,
                true);
        return new Section(
                "role",
                texts.of("role.title"),
                List.of(form("role", stored.certificate(), List.of(field), "role.save", Map.of())));
    }

    private Section password(Certificate certificate) {
        PasswordVault.Code code =
                parts.passwords().test(certificate.fingerprint().hex()).code();
        List<Component> body = new ArrayList<>();
        body.add(new Paragraph(texts.of(
                "password.state." + code.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        if (code != PasswordVault.Code.NOT_NEEDED) {
            Field field = new Field(
                    "password",
                    Field.Kind.PASSWORD,
                    texts.of("password.label"),
                    "",
                    Optional.of(texts.of("password.help")),
                    Optional.empty(),
                    List.of(),
                    true);
            body.add(form("password", certificate, List.of(field), "password.save", Map.of()));
        }
        return new Section("password", texts.of("password.title"), body);
    }

    private Form form(
            String what, Certificate certificate, List<Field> fields, String submit, Map<String, String> hidden) {
        return new Form(what, KeyPaths.below(certificate, what), true, fields, texts.of(submit), hidden);
    }
}
