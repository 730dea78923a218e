package org.sealdesk.crypt.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.api.host.Scope;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.Usability.Purpose;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Everything that is wrong with the configuration now, each with what, why and a fix. The health page shows it, every
 * page of the plugin shows the errors among it, and the host's administrators get it as notices.
 */
public final class ConfigurationErrors {

    /** Own keys looked at for their expiry; a desk has a handful. */
    private static final int MAX_OWN_KEYS = 1_000;

    /** Names in one sentence. */
    private static final int MAX_NAMES = 10;

    private final AdminParts parts;
    private final List<Supplier<List<Problem>>> more;
    private final Texts texts;

    /** @param more what other parts of the plugin have to say, such as folders that cannot be read */
    public ConfigurationErrors(AdminParts parts, List<Supplier<List<Problem>>> more) {
        this.parts = parts;
        this.more = List.copyOf(more);
        this.texts = parts.texts();
    }

    /** Errors first. */
    public List<Problem> find() {
        List<Problem> problems = new ArrayList<>();
        store(problems);
        for (Setting setting : Setting.values()) {
            setting(setting, problems);
        }
        queues(problems);
        for (Technology technology : Technology.values()) {
            if (parts.settings().isOn(technology)) {
                expiry(technology, problems);
            }
        }
        more.forEach(m -> problems.addAll(m.get()));
        return problems.stream()
                .sorted(Comparator.comparing(Problem::severity).reversed())
                .toList();
    }

    /** Hands all of it to the host; call after changes and from time to time. */
    public void raise() {
        parts.host()
                .notices()
                .replaceAll(find().stream()
                        .filter(p -> p.severity() != Severity.INFO)
                        .toList());
    }

    private void store(List<Problem> problems) {
        parts.keystore()
                .readOnlyReason()
                .ifPresent(why -> problems.add(new Problem(
                        "store.unavailable",
                        Severity.ERROR,
                        texts.of("error.store.readonly"),
                        Text.data(why),
                        List.of(new Fix(texts.of("error.store.readonly.fix"), "")))));
        if (parts.keystore().isLocked()) {
            problems.add(new Problem(
                    "store.locked",
                    Severity.ERROR,
                    texts.of("error.store.locked"),
                    texts.of("error.store.locked.why"),
                    List.of(new Fix(texts.of("error.store.locked.fix"), KeystorePage.PATH))));
        }
    }

    private void setting(Setting setting, List<Problem> problems) {
        Optional<String> value = parts.settings().written(setting, Scope.GLOBAL);
        if (value.isEmpty() || !isUsed(setting)) {
            return;
        }
        Text label = texts.of("setting." + setting.key() + ".label");
        if (setting.normal(value.get()).isEmpty()) {
            problems.add(wrong(setting, label, texts.of("check.option", value.get())));
            return;
        }
        ValueCheck.Finding finding = setting.check().check(value.get(), texts);
        if (finding.grade() == ValueCheck.Grade.BROKEN || finding.grade() == ValueCheck.Grade.IMPOSSIBLE) {
            problems.add(wrong(setting, label, finding.text()));
        }
    }

    private Problem wrong(Setting setting, Text label, Text why) {
        return new Problem(
                "setting.invalid",
                Severity.ERROR,
                texts.of("error.setting", label, setting.settingName()),
                why,
                List.of(new Fix(texts.of("error.setting.fix"), "settings")));
    }

    private boolean isUsed(Setting setting) {
        return switch (setting.group()) {
            case PGP -> parts.settings().isOn(Technology.OPENPGP);
            case SMIME -> parts.settings().isOn(Technology.SMIME);
            case OUTGOING, KEYS -> true;
            case SEAL -> parts.settings().isSealUsed(setting);
        };
    }

    private void queues(List<Problem> problems) {
        boolean anyOn =
                parts.settings().isOn(Technology.OPENPGP) || parts.settings().isOn(Technology.SMIME);
        List<String> silent = new ArrayList<>();
        for (Queue queue : anyOn ? parts.host().directory().queues() : List.<Queue>of()) {
            if (queue.addresses().isEmpty() || hasSigner(queue.addresses().get(0))) {
                continue;
            }
            ProtectionPolicy policy = parts.settings().policy(Optional.of(queue.id()));
            if (policy.agentDefault().signs() || policy.automaticDefault().signs()) {
                problems.add(new Problem(
                        "signer.key.missing",
                        Severity.WARNING,
                        texts.of("error.queue.signer", queue.name()),
                        texts.of("error.queue.signer.why", queue.addresses().get(0)),
                        List.of(new Fix(texts.of("error.queue.signer.fix"), "import"))));
            } else {
                silent.add(queue.name());
            }
        }
        if (!silent.isEmpty()) {
            problems.add(new Problem(
                    "signer.key.missing",
                    Severity.WARNING,
                    texts.of("error.queues.signer", silent.size(), names(silent)),
                    texts.of("error.queues.signer.why"),
                    List.of(new Fix(texts.of("error.queue.signer.fix"), "import"))));
        }
    }

    private static String names(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)));
        return names.size() > MAX_NAMES ? shown + ", …" : shown;
    }

    private boolean hasSigner(String address) {
        return MailAddress.parse(address).stream()
                .flatMap(a -> parts.keystore().byAddress(a).stream())
                .filter(c -> c.hasSecret() && KeyStatus.isActive(c))
                .filter(c -> parts.settings().isOn(c.certificate().technology()))
                .anyMatch(c -> parts.usability().allows(c.certificate(), Purpose.SIGN, parts.now()));
    }

    private void expiry(Technology technology, List<Problem> problems) {
        Instant now = parts.now();
        Instant horizon = now.plus(Duration.ofDays(parts.settings().expiryWarningDays()));
        List<StoredCertificate> active = parts.keystore().own(technology, MAX_OWN_KEYS).stream()
                .filter(KeyStatus::isActive)
                .toList();
        for (StoredCertificate own : active) {
            Optional<Instant> end = own.certificate().validity().to();
            if (end.isPresent() && end.get().isBefore(horizon) && !isSucceeded(own.certificate(), active, horizon)) {
                problems.add(ending(own.certificate(), end.get(), now));
            }
        }
    }

    private Problem ending(Certificate certificate, Instant end, Instant now) {
        boolean over = !now.isBefore(end);
        long days = Duration.between(now, end).abs().toDays();
        return new Problem(
                over ? "key.expired" : "key.expiring",
                over ? Severity.ERROR : Severity.WARNING,
                texts.of(over ? "error.key.expired" : "error.key.expiring", days, certificate.displayName()),
                texts.of("error.key.ending.why", LocalDate.ofInstant(end, ZoneOffset.UTC)),
                List.of(new Fix(texts.of("error.key.ending.fix"), KeyPaths.detail(certificate))));
    }

    private static boolean isSucceeded(Certificate old, List<StoredCertificate> active, Instant horizon) {
        return active.stream()
                .map(StoredCertificate::certificate)
                .filter(c -> !c.fingerprint().equals(old.fingerprint()))
                .filter(c -> !c.validity().isOver(horizon))
                .anyMatch(c -> !old.addresses().isEmpty() && c.addresses().containsAll(old.addresses()));
    }
}
