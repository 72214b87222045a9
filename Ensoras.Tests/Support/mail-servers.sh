#!/usr/bin/env bash
# Starts a Postfix and a Dovecot of a test's own on loopback, with throw-away configuration in one folder, or stops them.
# mail-servers.sh start FOLDER SMTP-PORT IMAP-PORT IMAPS-PORT AUTH-PORT | mail-servers.sh stop FOLDER
set -eu

# Postfix reads its queue as another user, whatever the tests allow.
umask 022
D=$2
if [ "$1" = stop ]; then
  postfix -c "$D/postfix" stop >/dev/null 2>&1 || true
  doveadm -c "$D/dovecot.conf" stop >/dev/null 2>&1 || true
  exit 0
fi
SMTP=$3 IMAP=$4 IMAPS=$5 AUTH=$6
mkdir -p $D/{postfix,queue,data,mail,run}
chmod 755 $D
openssl req -x509 -newkey rsa:2048 -nodes -keyout $D/key.pem -out $D/cert.pem -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" 2>/dev/null
cat > $D/dovecot.conf <<C
base_dir = $D/run
log_path = $D/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <$D/cert.pem
ssl_key = <$D/key.pem
mail_location = maildir:$D/mail/%u
mail_uid = 5000
mail_gid = 5000
first_valid_uid = 1
recipient_delimiter = +
disable_plaintext_auth = no
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=5000 gid=5000 home=$D/mail/%u
}
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = $AUTH
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
C
chown -R 5000:5000 $D/mail
cat > $D/postfix/main.cf <<C
compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.localhost
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = shop.test, customer.test
virtual_mailbox_base = $D/mail
virtual_mailbox_maps = texthash:$D/postfix/boxes
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
virtual_minimum_uid = 100
virtual_transport = virtual
recipient_delimiter = +
smtpd_tls_cert_file = $D/cert.pem
smtpd_tls_key_file = $D/key.pem
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$AUTH
maillog_file = $D/postfix.log
maillog_file_prefixes = $D
smtpd_recipient_restrictions = permit_mynetworks, reject
C
cat > $D/postfix/master.cf <<C
127.0.0.1:$SMTP inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
C
for user in support@shop.test sales@shop.test test@shop.test mira@customer.test jon@customer.test; do echo "$user $user/"; done > $D/postfix/boxes
chown postfix $D/data
dovecot -c $D/dovecot.conf >$D/start.log 2>&1 </dev/null
postfix -c $D/postfix start >>$D/start.log 2>&1 </dev/null
