package org.sealdesk.crypt.hook;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.mail.ComposePlan;
import org.sealdesk.api.mail.Protection;
import org.sealdesk.api.mail.RecipientPlan;
import org.sealdesk.api.mail.Technology;
import org.sealdesk.api.mail.Wish;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.message.ProtectionPlan.Obstacle;
import org.sealdesk.crypt.message.ProtectionPlan.RecipientChoice;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.text.Texts;

/** Says a protection plan in the host's types and in words. */
final class PlanText {

    /** A sentence that names more is not read. */
    private static final int MAX_OTHERS = 3;

    private static final int SHORT_ID_DIGITS = 16;

    private final Texts texts;

    PlanText(Texts texts) {
        this.texts = texts;
    }

    ComposePlan compose(ProtectionPlan plan, Technology wished, ProtectionPolicy policy) {
        Set<Protection> possible = plan.possible().stream()
                .map(PlanText::protection)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Protection.class)));
        Text button = plan.obstacles().isEmpty()
                ? texts.of("compose.button." + dashed(plan.level()))
                : texts.of("compose.button.blocked");
        return new ComposePlan(
                new Wish(protection(plan.level()), wished),
                because(plan),
                possible,
                button,
                signer(plan),
                plan.recipients().stream().map(this::recipient).toList(),
                problems(plan),
                notes(plan, policy));
    }

    static Protection protection(ProtectionLevel level) {
        return switch (level) {
            case NONE -> Protection.NONE;
            case SIGN -> Protection.SIGN;
            case ENCRYPT -> Protection.ENCRYPT;
            case SIGN_AND_ENCRYPT -> Protection.SIGN_AND_ENCRYPT;
        };
    }

    static ProtectionLevel level(Protection protection) {
        return switch (protection) {
            case NONE -> ProtectionLevel.NONE;
            case SIGN -> ProtectionLevel.SIGN;
            case ENCRYPT -> ProtectionLevel.ENCRYPT;
            case SIGN_AND_ENCRYPT -> ProtectionLevel.SIGN_AND_ENCRYPT;
        };
    }

    static Optional<org.sealdesk.crypt.verdict.Technology> technology(Technology technology) {
        return switch (technology) {
            case AUTOMATIC -> Optional.empty();
            case OPENPGP -> Optional.of(org.sealdesk.crypt.verdict.Technology.OPENPGP);
            case SMIME -> Optional.of(org.sealdesk.crypt.verdict.Technology.SMIME);
        };
    }

    static Technology technology(org.sealdesk.crypt.verdict.Technology technology) {
        return switch (technology) {
            case OPENPGP -> Technology.OPENPGP;
            case SMIME -> Technology.SMIME;
        };
    }

    /** Why nothing is sent, one problem for each obstacle. */
    List<Problem> problems(ProtectionPlan plan) {
        return plan.obstacles().stream().map(this::problem).toList();
    }

    private Problem problem(Obstacle obstacle) {
        return problem(obstacle.code(), obstacle.address(), obstacle.detail());
    }

    Problem problem(String code, String address, String detail) {
        Text what = texts.find("compose." + code, address).orElseGet(() -> texts.of("compose.other"));
        return new Problem(code, Severity.ERROR, what, Text.data(detail), fixes(code));
    }

    private List<Fix> fixes(String code) {
        if (code.startsWith("technology") || code.startsWith("policy")) {
            return List.of(new Fix(texts.of("compose.fix.settings"), "settings"));
        }
        if (code.equals("store.locked")) {
            return List.of(new Fix(texts.of("compose.fix.unlock"), "health"));
        }
        if (code.startsWith("key") || code.startsWith("signer") || code.startsWith("cert")) {
            return List.of(new Fix(texts.of("compose.fix.import"), "import"));
        }
        return List.of();
    }

    private Text because(ProtectionPlan plan) {
        return texts.of("compose.because." + dashed(plan.because()));
    }

    private static Optional<Text> signer(ProtectionPlan plan) {
        return plan.signers().stream()
                .map(ProtectionPlan.SignerChoice::choice)
                .filter(CertificateChoice.Chosen.class::isInstance)
                .map(c -> label(((CertificateChoice.Chosen) c).stored()))
                .findFirst()
                .map(Text::data);
    }

    private static String label(StoredCertificate stored) {
        return stored.certificate().displayName() + " (" + shortId(stored.certificate()) + ")";
    }

    private static String shortId(Certificate certificate) {
        String hex = certificate.fingerprint().hex();
        return switch (certificate.fingerprint().kind()) {
            case PGP_V4 -> hex.substring(hex.length() - SHORT_ID_DIGITS);
            case PGP_V6, X509 -> hex.substring(0, SHORT_ID_DIGITS);
        };
    }

    private RecipientPlan recipient(RecipientChoice choice) {
        String address = choice.recipient().address();
        Technology technology = technology(choice.technology());
        if (choice.choice() instanceof CertificateChoice.Chosen chosen) {
            Certificate certificate = chosen.stored().certificate();
            Text reason = why(chosen, address);
            return new RecipientPlan(
                    address,
                    true,
                    "ok",
                    reason,
                    Optional.of(certificate.fingerprint().hex()),
                    technology,
                    List.of());
        }
        CertificateChoice.None none = (CertificateChoice.None) choice.choice();
        Problem problem = problem(none.code(), address, none.reason());
        return new RecipientPlan(
                address, false, none.code(), problem.what(), Optional.empty(), technology, problem.fixes());
    }

    /** Why this one, and why not the others. */
    private Text why(CertificateChoice.Chosen chosen, String address) {
        String id = shortId(chosen.stored().certificate());
        Text why = switch (chosen.why()) {
            case ONLY -> texts.of("compose.ok", address, id);
            case MOST_TRUSTED -> texts.of("compose.trusted", chosen.candidates(), address, id);
            case NEWEST, SETTLED -> texts.of("compose.several", chosen.candidates(), address, id);
        };
        return chosen.others().stream()
                .limit(MAX_OTHERS)
                .map(this::passed)
                .reduce((first, second) -> texts.of("compose.passed.and", first, second))
                .map(passed -> texts.of("compose.passed", why, passed))
                .orElse(why);
    }

    private Text passed(CertificateChoice.Passed passed) {
        Text reason = texts.find((passed.isUsable() ? "" : "problem.") + passed.code())
                .orElseGet(() -> Text.data(passed.code()));
        return texts.of("compose.passed.one", shortId(passed.stored().certificate()), reason);
    }

    private List<Text> notes(ProtectionPlan plan, ProtectionPolicy policy) {
        List<Text> notes = new ArrayList<>();
        if (plan.level() == ProtectionLevel.NONE) {
            return notes;
        }
        boolean hidden = plan.level().encrypts() && policy.protectHeaders();
        notes.add(texts.of(hidden ? "compose.subject.hidden" : "compose.subject.visible"));
        long copies = copies(plan);
        if (copies > 1) {
            notes.add(texts.of("compose.copies", copies));
        }
        return notes;
    }

    private static long copies(ProtectionPlan plan) {
        long hidden =
                plan.recipients().stream().filter(r -> r.recipient().hidden()).count();
        long open = plan.recipients().stream()
                .filter(r -> !r.recipient().hidden())
                .map(RecipientChoice::technology)
                .distinct()
                .count();
        return hidden + open;
    }

    private static String dashed(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A problem of the mail as a whole that no plan foresaw. */
    Problem failure(String code, String detail) {
        return problem(code, "", detail);
    }
}
