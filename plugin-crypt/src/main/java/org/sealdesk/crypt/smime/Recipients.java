package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.jspecify.annotations.Nullable;

/** For whom a container is: the certificates it names, each with the way to the content key. */
final class Recipients {

    private final SecureRandom random;
    private final int max;
    private final List<Recipient> named = new ArrayList<>();

    /** One recipient, named by a certificate. */
    record Recipient(CertificateName name, Opener opener) {}

    /** Gets the content key with an own secret key. */
    interface Opener {
        byte[] contentKey(OwnKey key, int keyOctets) throws GeneralSecurityException;
    }

    private Recipients(SecureRandom random, int max) {
        this.random = random;
        this.max = max;
    }

    /** Recipients by password or by shared key are passed over. */
    static List<Recipient> read(List<RecipientInfo> infos, SecureRandom random, int max) throws MalformedCms {
        Recipients recipients = new Recipients(random, max);
        try {
            for (RecipientInfo info : infos) {
                recipients.add(info.getInfo());
            }
        } catch (RuntimeException e) {
            throw MalformedCms.structure("a recipient cannot be read");
        }
        return List.copyOf(recipients.named);
    }

    private void add(ASN1Encodable info) throws MalformedCms {
        if (info instanceof KeyTransRecipientInfo transport) {
            addTransport(transport);
        } else if (info instanceof KeyAgreeRecipientInfo agreement) {
            addAgreement(agreement);
        } else if (info instanceof OtherRecipientInfo other
                && other.getType().equals(CMSObjectIdentifiers.id_ori_kem)) {
            addEncapsulation(KEMRecipientInfo.getInstance(other.getValue()));
        }
    }

    private void addTransport(KeyTransRecipientInfo info) throws MalformedCms {
        byte[] encrypted = info.getEncryptedKey().getOctets();
        KeyTransport transport = new KeyTransport(random);
        add(
                CertificateName.of(info.getRecipientIdentifier()),
                (key, octets) -> transport.open(info.getKeyEncryptionAlgorithm(), encrypted, key.forJdk(), octets));
    }

    private void addAgreement(KeyAgreeRecipientInfo info) throws MalformedCms {
        OriginatorPublicKey originator = info.getOriginator().getOriginatorKey();
        ASN1OctetString material = info.getUserKeyingMaterial();
        byte @Nullable [] userKeyingMaterial = material == null ? null : material.getOctets();
        for (ASN1Encodable e : info.getRecipientEncryptedKeys()) {
            RecipientEncryptedKey recipient = RecipientEncryptedKey.getInstance(e);
            byte[] wrapped = recipient.getEncryptedKey().getOctets();
            add(CertificateName.of(recipient.getIdentifier()), (key, octets) -> {
                if (originator == null) {
                    throw new GeneralSecurityException("static-static agreement is not known here");
                }
                byte[] secret = SharedSecret.agree(
                        key.forBouncyCastle(), originator.getPublicKeyData().getOctets());
                try {
                    return KeyAgreement.of(info.getKeyEncryptionAlgorithm())
                            .unwrap(secret, userKeyingMaterial, wrapped);
                } finally {
                    Arrays.fill(secret, (byte) 0);
                }
            });
        }
    }

    private void addEncapsulation(KEMRecipientInfo info) throws MalformedCms {
        add(
                CertificateName.of(info.getRecipientIdentifier()),
                (key, octets) -> KeyEncapsulation.open(info, key.forBouncyCastle()));
    }

    private void add(CertificateName name, Opener opener) throws MalformedCms {
        if (named.size() == max) {
            throw MalformedCms.limit("recipients", max);
        }
        named.add(new Recipient(name, opener));
    }
}
