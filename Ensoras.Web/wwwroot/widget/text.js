// Every sentence that does not stand in chat.html.
export const text = {
  you: 'You',
  assistant: 'Ensoras',
  online: 'We are here',
  offline: 'We answer as soon as we can',
  sending: 'Sending…',
  notSentYet: 'Not sent yet. Trying again…',
  retry: 'Retry now',
  notSent: reason => `Not sent. ${reason}`,
  edit: 'Edit',
  discard: 'Discard',
  isTyping: name => `${name} is typing`,
  tooLong: (length, limit) => {
    const over = length - limit;
    return `Your message is ${over.toLocaleString()} ${over === 1 ? 'character' : 'characters'} too long. ` +
      `The limit is ${limit.toLocaleString()}. Nothing you typed is lost.`;
  },
  wrongSetup: 'This chat is not set up correctly.',
  saved: 'Thank you. We will write to you if you leave.',
  notSaved: reason => `Not saved. ${reason}`,
  invalidEmail: 'This does not look like an e-mail address.',
  noConnection: 'There is no connection at the moment.',
  refused: 'The server could not take this.',
  sendsAfterUpload: 'Sent as soon as the file is there…',
  emptyFile: name => `“${name}” is empty (0 bytes).`,
  bigFile: name => `“${name}” is larger than 10 MB.`,
  tooManyFiles: most => `A message takes at most ${most} files.`,
  notAttached: (name, reason) => `“${name}” was not attached. ${reason}`,
  remove: name => `Remove ${name}`,
  save: name => `Save ${name}`,
  newConversation: 'New conversation',
};
