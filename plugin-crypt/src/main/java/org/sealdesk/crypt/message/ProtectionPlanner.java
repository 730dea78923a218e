package org.sealdesk.crypt.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectionPlan.Because;
import org.sealdesk.crypt.message.ProtectionPlan.Obstacle;
import org.sealdesk.crypt.message.ProtectionPlan.RecipientChoice;
import org.sealdesk.crypt.message.ProtectionPlan.SignerChoice;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Says what protecting a mail would take. Pure: looks certificates up, opens no secret, changes nothing, so that it can
 * run on each pause of typing.
 */
public final class ProtectionPlanner {

    private final CertificateChooser chooser;

    private final SecretKeyStore secrets;

    public ProtectionPlanner(CertificateStore certificates, SecretKeyStore secrets, Engines engines) {
        this.secrets = secrets;
        this.chooser = new CertificateChooser(certificates, engines);
    }

    public ProtectionPlan plan(PlanRequest request) {
        return new Planning(request).plan();
    }

    /** One mail being planned: each address is looked up once for each technology. */
    private final class Planning {
        private final PlanRequest request;
        private final ProtectionPolicy policy;
        private final List<Technology> enabled;
        private final Optional<String> locked = secrets.lockedReason();
        private final Map<Technology, CertificateChoice> signers = new EnumMap<>(Technology.class);
        private final List<Map<Technology, CertificateChoice>> choices = new ArrayList<>();

        Planning(PlanRequest request) {
            this.request = request;
            this.policy = request.policy();
            this.enabled = enabled(request);
            for (Technology technology : enabled) {
                signers.put(technology, signer(technology));
            }
            for (PlanRecipient recipient : request.recipients()) {
                Map<Technology, CertificateChoice> byTechnology = new EnumMap<>(Technology.class);
                for (Technology technology : enabled) {
                    byTechnology.put(technology, certificate(recipient.address(), technology, request.at()));
                }
                choices.add(byTechnology);
            }
        }

        private CertificateChoice signer(Technology technology) {
            return MailAddress.parse(request.from())
                    .map(from -> chooser.signer(from, technology, request.at()))
                    .orElseGet(() -> noAddress(request.from()));
        }

        private CertificateChoice certificate(String address, Technology technology, Instant at) {
            return MailAddress.parse(address)
                    .map(a -> chooser.recipient(a, technology, at))
                    .orElseGet(() -> noAddress(address));
        }

        private CertificateChoice noAddress(String text) {
            return new CertificateChoice.None("address.invalid", "\"" + text + "\" is not a mail address");
        }

        ProtectionPlan plan() {
            Set<ProtectionLevel> possible = possible();
            Decision decision = decide(possible);
            ProtectionLevel level = decision.level();
            if (level == ProtectionLevel.NONE) {
                return new ProtectionPlan(
                        level, decision.because(), possible, List.of(), List.of(), List.of(), List.of(), List.of());
            }
            if (enabled.isEmpty()) {
                Obstacle off = new Obstacle("technology.off", "", switchedOff());
                return new ProtectionPlan(
                        level, decision.because(), possible, List.of(), List.of(), List.of(), List.of(), List.of(off));
            }
            return level.encrypts() ? encrypted(decision, possible) : signed(decision, possible);
        }

        private String switchedOff() {
            return request.technology()
                    .map(t -> t + " is switched off")
                    .orElse("neither OpenPGP nor S/MIME is switched on");
        }

        private Set<ProtectionLevel> possible() {
            Set<ProtectionLevel> possible = EnumSet.of(ProtectionLevel.NONE);
            boolean anySigner = enabled.stream().anyMatch(this::signs);
            boolean everybody = !choices.isEmpty()
                    && choices.stream().allMatch(c -> enabled.stream().anyMatch(t -> fits(c, t)));
            if (anySigner) {
                possible.add(ProtectionLevel.SIGN);
            }
            if (everybody && policy.encryptOnlyAllowed()) {
                possible.add(ProtectionLevel.ENCRYPT);
            }
            if (everybody && technologiesForEncryption().stream().allMatch(this::signs)) {
                possible.add(ProtectionLevel.SIGN_AND_ENCRYPT);
            }
            return possible;
        }

        private Decision decide(Set<ProtectionLevel> possible) {
            if (request.level().isPresent()) {
                return new Decision(request.level().get(), Because.CHOSEN_BY_SENDER);
            }
            if (!policy.openPgp() && !policy.smime()) {
                return new Decision(ProtectionLevel.NONE, Because.SWITCHED_OFF);
            }
            if (request.answersConfidential() && !request.automatic()) {
                return new Decision(ProtectionLevel.SIGN_AND_ENCRYPT, Because.ANSWERS_ENCRYPTED);
            }
            ProtectionLevel level = request.automatic() ? policy.automaticDefault() : policy.agentDefault();
            boolean raise = policy.encryptIfPossible()
                    && level == ProtectionLevel.SIGN
                    && possible.contains(ProtectionLevel.SIGN_AND_ENCRYPT);
            if (raise) {
                return new Decision(ProtectionLevel.SIGN_AND_ENCRYPT, Because.EVERYBODY_HAS_A_KEY);
            }
            return new Decision(
                    level, policy.origin().equals("queue") ? Because.QUEUE_SETTING : Because.GLOBAL_SETTING);
        }

        private ProtectionPlan signed(Decision decision, Set<ProtectionLevel> possible) {
            Technology technology =
                    enabled.stream().filter(this::hasSigner).findFirst().orElse(enabled.get(0));
            List<Obstacle> obstacles = new ArrayList<>();
            signerObstacle(technology).ifPresent(obstacles::add);
            return new ProtectionPlan(
                    decision.level(),
                    decision.because(),
                    possible,
                    List.of(technology),
                    List.of(new SignerChoice(technology, choiceOfSigner(technology))),
                    List.of(),
                    List.of(),
                    obstacles);
        }

        private ProtectionPlan encrypted(Decision decision, Set<ProtectionLevel> possible) {
            List<Obstacle> obstacles = new ArrayList<>();
            if (decision.level() == ProtectionLevel.ENCRYPT && !policy.encryptOnlyAllowed()) {
                obstacles.add(new Obstacle(
                        "policy.required", "", "encryption without a signature is not allowed by the settings"));
            }
            if (request.recipients().isEmpty()) {
                obstacles.add(new Obstacle("recipient.missing", "", "the mail has no recipient"));
            }
            List<RecipientChoice> recipients = recipientChoices();
            for (RecipientChoice r : recipients) {
                if (r.choice() instanceof CertificateChoice.None none) {
                    obstacles.add(new Obstacle(none.code(), r.recipient().address(), none.reason()));
                }
            }
            Set<Technology> used = new LinkedHashSet<>();
            recipients.forEach(r -> used.add(r.technology()));
            List<SignerChoice> signing = new ArrayList<>();
            if (decision.level().signs()) {
                for (Technology technology : used) {
                    signing.add(new SignerChoice(technology, choiceOfSigner(technology)));
                    signerObstacle(technology)
                            .filter(o -> !obstacles.contains(o))
                            .ifPresent(obstacles::add);
                }
            }
            return new ProtectionPlan(
                    decision.level(),
                    decision.because(),
                    possible,
                    List.copyOf(used),
                    signing,
                    senders(used),
                    recipients,
                    obstacles);
        }

        private List<StoredCertificate> senders(Set<Technology> used) {
            return used.stream()
                    .map(this::choiceOfSigner)
                    .filter(CertificateChoice.Chosen.class::isInstance)
                    .map(c -> ((CertificateChoice.Chosen) c).stored())
                    .toList();
        }

        /** One technology for all if one fits all, the preferred first; otherwise each recipient its own. */
        private List<RecipientChoice> recipientChoices() {
            List<Technology> forAll = enabled.stream()
                    .filter(t -> choices.stream().allMatch(c -> fits(c, t)))
                    .toList();
            Optional<Technology> common = forAll.stream()
                    .filter(this::hasSigner)
                    .findFirst()
                    .or(() -> forAll.stream().findFirst());
            List<RecipientChoice> result = new ArrayList<>();
            for (int i = 0; i < choices.size(); i++) {
                Map<Technology, CertificateChoice> choice = choices.get(i);
                Technology technology = common.orElseGet(() -> enabled.stream()
                        .filter(t -> fits(choice, t))
                        .findFirst()
                        .orElseGet(() -> closest(choice)));
                result.add(new RecipientChoice(request.recipients().get(i), technology, choice(choice, technology)));
            }
            return result;
        }

        /** Where no certificate will do, the one that exists says more than the one that does not. */
        private Technology closest(Map<Technology, CertificateChoice> choice) {
            return enabled.stream()
                    .filter(t -> !choice(choice, t).code().equals("key.missing"))
                    .findFirst()
                    .orElse(enabled.get(0));
        }

        private Set<Technology> technologiesForEncryption() {
            Set<Technology> used = EnumSet.noneOf(Technology.class);
            recipientChoices().forEach(r -> used.add(r.technology()));
            return used;
        }

        private Optional<Obstacle> signerObstacle(Technology technology) {
            return choiceOfSigner(technology) instanceof CertificateChoice.None none
                    ? Optional.of(new Obstacle("signer." + none.code(), request.from(), none.reason()))
                    : locked.map(why -> new Obstacle("store.locked", request.from(), why));
        }

        private boolean signs(Technology technology) {
            return locked.isEmpty() && hasSigner(technology);
        }

        private boolean hasSigner(Technology technology) {
            return choiceOfSigner(technology) instanceof CertificateChoice.Chosen;
        }

        private CertificateChoice choiceOfSigner(Technology technology) {
            return choice(signers, technology);
        }

        private static boolean fits(Map<Technology, CertificateChoice> choice, Technology technology) {
            return choice(choice, technology) instanceof CertificateChoice.Chosen;
        }

        private static CertificateChoice choice(Map<Technology, CertificateChoice> map, Technology technology) {
            CertificateChoice choice = map.get(technology);
            if (choice == null) {
                throw new IllegalStateException(technology + " was not planned");
            }
            return choice;
        }
    }

    private record Decision(ProtectionLevel level, Because because) {}

    private static List<Technology> enabled(PlanRequest request) {
        List<Technology> enabled = new ArrayList<>();
        if (request.policy().openPgp()) {
            enabled.add(Technology.OPENPGP);
        }
        if (request.policy().smime()) {
            enabled.add(request.policy().preferSmime() ? 0 : enabled.size(), Technology.SMIME);
        }
        request.technology().ifPresent(t -> enabled.removeIf(e -> e != t));
        return List.copyOf(enabled);
    }
}
