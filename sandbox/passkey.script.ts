/** The one script of the pages: a passkey needs it. It fills the form's field with the browser's answer and sends the form. */
export const PASSKEY_SCRIPT = `for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const options = JSON.parse(form.dataset.options)
    try {
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.elements.response.value = JSON.stringify(credential.toJSON())
      form.submit()
    } catch {
      form.querySelector('[role=status]').textContent = 'The passkey was not used. Try again, or use another way.'
    }
  })
}
`
