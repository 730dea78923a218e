package org.sealdesk.crypt.message;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectionPlan.RecipientChoice;
import org.sealdesk.crypt.mime.Boundaries;
import org.sealdesk.crypt.mime.EntityBuilder;
import org.sealdesk.crypt.mime.HeaderProtection;
import org.sealdesk.crypt.mime.OutgoingMessage;
import org.sealdesk.crypt.mime.SevenBit;
import org.sealdesk.crypt.mime.SmimeType;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Digested;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Makes protected mails as planned: signs, then encrypts, one copy for each technology and one for each hidden
 * recipient. Each copy is read again before it is handed over. May be used from any thread.
 */
public final class MessageProtector {

    /** Base64 in base64 grows a mail to less than twice its size; the rest is for certificates and headers. */
    private static final int GROWTH = 3;

    private final Engines engines;
    private final Keystore keystore;
    private final AlgorithmPolicy algorithms;
    private final Limits limits;
    private final Spill spill;
    private final EntityBuilder builder;
    private final SevenBit sevenBit;
    private final SelfCheck selfCheck;

    public MessageProtector(
            Engines engines,
            Keystore keystore,
            AlgorithmPolicy algorithms,
            Limits limits,
            Spill spill,
            SecureRandom random) {
        this.engines = engines;
        this.keystore = keystore;
        this.algorithms = algorithms;
        this.limits = limits;
        this.spill = spill;
        this.builder = new EntityBuilder(new Boundaries(random));
        this.sevenBit = new SevenBit(spill, limits);
        this.selfCheck = new SelfCheck(engines, keystore, algorithms, limits, spill);
    }

    /**
     * Protects a mail.
     *
     * @param mail RFC 5322 octets as they would be sent in clear
     * @param plan without obstacles and with a level above NONE
     * @param recipients the whole envelope
     * @return the copies; their recipients together are the envelope's, each once
     * @throws EngineRefusal if the protection cannot be given; nothing may be sent then
     */
    public List<ProtectedCopy> protect(
            Content mail, ProtectionPlan plan, List<PlanRecipient> recipients, ProtectionPolicy policy, Instant at)
            throws EngineRefusal, IOException {
        if (!plan.obstacles().isEmpty() || plan.level() == ProtectionLevel.NONE) {
            throw new IllegalArgumentException("plan " + plan.level() + " with obstacles " + plan.obstacles());
        }
        OutgoingMessage message = split(mail);
        Job job = new Job(message, plan, policy, new SealContext(keystore, keystore, at, algorithms, limits));
        return plan.level().encrypts() ? job.encrypted() : List.of(job.signed(recipients));
    }

    private OutgoingMessage split(Content mail) throws EngineRefusal, IOException {
        OutgoingMessage.Split split = OutgoingMessage.split(mail, limits);
        if (split instanceof OutgoingMessage.Split.Ready ready) {
            return ready.message();
        }
        throw new EngineRefusal("mail.malformed", ((OutgoingMessage.Split.Refused) split).reason());
    }

    /** One mail being protected. */
    private final class Job {
        private final OutgoingMessage message;
        private final ProtectionPlan plan;
        private final ProtectionPolicy policy;
        private final SealContext context;

        Job(OutgoingMessage message, ProtectionPlan plan, ProtectionPolicy policy, SealContext context) {
            this.message = message;
            this.plan = plan;
            this.policy = policy;
            this.context = context;
        }

        ProtectedCopy signed(List<PlanRecipient> recipients) throws EngineRefusal, IOException {
            Technology technology = plan.technologies().get(0);
            StoredCertificate signer = signer(technology);
            HeaderProtection.Protected parts = policy.protectHeaders()
                    ? HeaderProtection.signed(message)
                    : HeaderProtection.Protected.none(message);
            Content signed = Digested.of(safe(parts));
            Content entity = signedEntity(signed, technology, signer.certificate());
            Content result = whole(OutgoingMessage.message(parts.outer(), entity));
            selfCheck.signed(result, signed, technology, signer.certificate(), context.at());
            return new ProtectedCopy(recipients, result, plan.level(), technology, Optional.of(signer), List.of(), "");
        }

        List<ProtectedCopy> encrypted() throws EngineRefusal, IOException {
            HeaderProtection.Protected parts = policy.protectHeaders()
                    ? HeaderProtection.encrypted(message, TicketTag.of(message.transport()))
                    : HeaderProtection.Protected.none(message);
            Content payload = safe(parts);
            List<ProtectedCopy> copies = new ArrayList<>();
            for (Technology technology : plan.technologies()) {
                List<RecipientChoice> all = plan.recipients().stream()
                        .filter(r -> r.technology() == technology)
                        .toList();
                List<RecipientChoice> open =
                        all.stream().filter(r -> !r.recipient().hidden()).toList();
                if (!open.isEmpty()) {
                    copies.add(encrypted(parts, payload, technology, open));
                }
                for (RecipientChoice hidden : all) {
                    if (hidden.recipient().hidden()) {
                        copies.add(encrypted(parts, payload, technology, List.of(hidden)));
                    }
                }
            }
            return copies;
        }

        private ProtectedCopy encrypted(
                HeaderProtection.Protected parts,
                Content payload,
                Technology technology,
                List<RecipientChoice> recipients)
                throws EngineRefusal, IOException {
            CryptoEngine engine = engines.of(technology);
            Optional<StoredCertificate> signer =
                    plan.level().signs() ? Optional.of(signer(technology)) : Optional.empty();
            Set<StoredCertificate> readers = new LinkedHashSet<>();
            for (RecipientChoice recipient : recipients) {
                readers.add(((CertificateChoice.Chosen) recipient.choice()).stored());
            }
            ownReader(technology).ifPresent(readers::add);
            List<Certificate> certificates =
                    readers.stream().map(StoredCertificate::certificate).toList();
            boolean signsInside = engine.signsInsideEncryption();
            Content plain = signer.isPresent() && !signsInside
                    ? signedEntity(payload, technology, signer.get().certificate())
                    : payload;
            SpillBuffer sealed = spill.newBuffer(limits.mailOctets() * GROWTH, armoured(plain.size()));
            CryptoEngine.Encrypted made;
            try (sealed) {
                made = engine.encrypt(
                        plain,
                        certificates,
                        signer.filter(s -> signsInside).map(StoredCertificate::certificate),
                        context,
                        sealed);
            }
            Content entity = switch (technology) {
                case OPENPGP -> builder.pgpEncrypted(sealed.content());
                case SMIME ->
                    builder.cms(
                            sealed.content(),
                            made.authenticated() ? SmimeType.AUTH_ENVELOPED_DATA : SmimeType.ENVELOPED_DATA);
            };
            Content result = whole(OutgoingMessage.message(parts.outer(), entity));
            selfCheck.encrypted(result, technology, certificates);
            return new ProtectedCopy(
                    recipients.stream().map(RecipientChoice::recipient).toList(),
                    result,
                    plan.level(),
                    technology,
                    signer,
                    List.copyOf(readers),
                    made.algorithm());
        }

        private StoredCertificate signer(Technology technology) throws EngineRefusal {
            return plan.signer(technology)
                    .orElseThrow(() -> new EngineRefusal("signer.key.missing", "no signing key for " + technology));
        }

        /** The desk keeps its own mail readable: its certificate for the sender's address is a reader too. */
        private Optional<StoredCertificate> ownReader(Technology technology) {
            return plan.signer(technology)
                    .or(() -> plan.sender(technology))
                    .filter(own ->
                            engines.of(technology).usability(own.certificate(), Usability.Purpose.ENCRYPT, context.at())
                                    instanceof Usability.Usable);
        }

        private Content signedEntity(Content payload, Technology technology, Certificate signer)
                throws EngineRefusal, IOException {
            CryptoEngine.DetachedSignature signature = engines.of(technology).signDetached(payload, signer, context);
            return builder.multipartSigned(payload, signature.encoded(), technology, signature.micalg());
        }
    }

    private Content safe(HeaderProtection.Protected parts) throws EngineRefusal, IOException {
        Optional<Content> safe = parts.parts().isPresent()
                ? Optional.of(sevenBit.entity(parts.parts().get()))
                : sevenBit.entity(parts.payload());
        return safe.orElseThrow(() -> new EngineRefusal("mail.malformed", "the mail has too much of something"));
    }

    /** About what becomes of that many octets in base64 lines, with something for keys around them. */
    private static long armoured(long octets) {
        return octets + octets / 5 * 2 + 2048;
    }

    /** What is encoded while it is read, or belongs to the host, is written down once for all readers. */
    private Content whole(Content joined) throws IOException {
        if (joined.isHeld()) {
            return joined;
        }
        SpillBuffer buffer = spill.newBuffer(limits.mailOctets() * GROWTH, joined.size());
        try (buffer;
                var in = joined.open()) {
            in.transferTo(buffer);
        }
        return buffer.content();
    }
}
